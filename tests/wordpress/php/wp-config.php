<?php
/** Configuration of the WordPress under test; what differs from run to run stands in site.json, beside the docroot. */
$newscrawl_site = json_decode(file_get_contents(dirname(__DIR__) . '/site.json'), true);

define('DB_NAME', 'wordpress');
define('DB_USER', $newscrawl_site['db_user']);
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . $newscrawl_site['db_socket']);
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');

define('WP_HOME', $newscrawl_site['url']);
define('WP_SITEURL', $newscrawl_site['url']);

// Nothing leaves this machine, nothing happens on its own.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_AUTO_UPDATE_CORE', false);
define('DISALLOW_FILE_MODS', true);
define('WP_DEBUG', false);

foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $newscrawl_name) {
    define($newscrawl_name . '_KEY', 'key of a site that lives for one test');
    define($newscrawl_name . '_SALT', 'salt of a site that lives for one test');
}

$table_prefix = 'wp_';

if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
