<?php
/**
 * Plugin Name: Switches of the test site
 *
 * Must-use plugin: keeps the site from calling out, hides what the options `news_rest_off`, `news_users_off` and
 * `news_sitemap_off` say, in the way that security plugins do, has the types of posts that the option `news_types` names, and with `news_editions`
 * two editions, as plugins of several languages have them: posts of even ID, and the home page that lists them, are
 * under /fa/.
 */

add_filter('pre_http_request', fn() => new WP_Error('blocked', 'The test site calls nobody.'));
add_filter('pre_wp_mail', '__return_true');

// A restored post is published again, as editors expect it.
add_filter('wp_untrash_post_status', 'wp_untrash_post_set_previous_status', 10, 3);

// Small enough for a few hundred posts to fill several sitemap files.
add_filter('wp_sitemaps_max_urls', fn() => 120);

if (get_option('news_rest_off')) {
    add_filter(
        'rest_authentication_errors',
        fn() => new WP_Error('rest_disabled', 'The REST API is switched off.', ['status' => 401])
    );
    remove_action('wp_head', 'rest_output_link_wp_head', 10);
    remove_action('template_redirect', 'rest_output_link_header', 11);
    remove_action('xmlrpc_rsd_apis', 'rest_output_rsd');
}

// Who writes here is nobody's business, as security plugins see it.
if (get_option('news_users_off')) {
    add_filter(
        'rest_request_before_callbacks',
        fn($response, $handler, $request) => str_starts_with($request->get_route(), '/wp/v2/users')
            ? new WP_Error('rest_user_cannot_view', 'Sorry, you are not allowed to list users.', ['status' => 401])
            : $response,
        10,
        3
    );
}

// Types of posts: name => taxonomies.
add_action('init', function () {
    foreach ((array) get_option('news_types', []) as $name => $taxonomies) {
        register_post_type($name, [
            'public' => true,
            'show_in_rest' => true,
            'label' => ucfirst($name),
            'taxonomies' => $taxonomies,
            'supports' => ['title', 'editor', 'author', 'excerpt'],
        ]);
    }
});

if (get_option('news_editions')) {
    $asked = $_SERVER['REQUEST_URI'] ?? '';
    $in_folder = (bool) preg_match('#^/fa(/|$)#', $asked);
    $_SERVER['REQUEST_URI'] = $in_folder ? '/' . ltrim(substr($asked, 3), '/') : $asked;
    $into_folder = fn($link) => str_replace(home_url('/'), home_url('/') . 'fa/', $link);
    add_filter('post_link', fn($link, $post) => $post->ID % 2 ? $link : $into_folder($link), 10, 2);
    add_filter('redirect_canonical', '__return_false');
    add_filter('language_attributes', fn($printed) => $in_folder ? 'lang="fa-IR" dir="rtl"' : $printed);
    add_filter('posts_where', function ($where, $query) use ($in_folder) {
        global $wpdb;
        $lists = $query->is_main_query() && !$query->is_singular() && !(defined('REST_REQUEST') && REST_REQUEST);
        return $lists ? "$where AND {$wpdb->posts}.ID % 2 = " . ($in_folder ? 0 : 1) : $where;
    }, 10, 2);
}

if (get_option('news_sitemap_off')) {
    add_filter('wp_sitemaps_enabled', '__return_false');
}
