<?php
/** Installs WordPress without its sample post. Standard input: JSON {"docroot", "title", "first_number"}. */
$order = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);

define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = '127.0.0.1';
$_SERVER['REQUEST_URI'] = '/';

/** Pluggable: WordPress would mail the password to the administrator. */
function wp_new_blog_notification() {}

require $order['docroot'] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

// Installing looks whether pretty permalinks work by asking the site over HTTP; a structure already set forgoes that.
add_filter('pre_option_permalink_structure', fn() => '/%postname%/');
wp_install($order['title'], 'editor', 'editor@news.invalid', true, '', wp_slash('not-a-secret'));

wp_delete_post(1, true);
$wpdb->query($wpdb->prepare("ALTER TABLE {$wpdb->posts} AUTO_INCREMENT = %d", $order['first_number']));
echo json_encode(['version' => $wp_version]);
