<?php
/**
 * Does a list of actions on the site. Standard input: JSON {"docroot", "actions": [[name, argument], ...]};
 * standard output: JSON list of results. Stops with a message and status 1 at the first action that fails.
 */
$order = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);

$_SERVER['HTTP_HOST'] = '127.0.0.1';
$_SERVER['REQUEST_URI'] = '/';
require $order['docroot'] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/admin.php';

// Act as the administrator, who may write any markup.
wp_set_current_user(1);
kses_remove_filters();

/** Stops at WP_Error, false and 0: the ways in which WordPress says no. */
function or_stop($result, string $what)
{
    if (is_wp_error($result) || !$result) {
        fwrite(STDERR, $what . ': ' . (is_wp_error($result) ? $result->get_error_message() : 'refused') . "\n");
        exit(1);
    }
    return $result;
}

function term_id_of(string $name, string $taxonomy): int
{
    $known = get_terms(['taxonomy' => $taxonomy, 'hide_empty' => false, 'name' => esc_html($name)]);
    if ($known) {
        return $known[0]->term_id;
    }
    return or_stop(wp_insert_term($name, $taxonomy), "term $name")['term_id'];
}

function author_id_of(string $name): int
{
    // Logins are ASCII: of a name in another script nothing would be left.
    $login = trim(sanitize_user(sanitize_title($name), true), '-') ?: 'author-' . substr(md5($name), 0, 8);
    $user = get_user_by('login', $login);
    return $user ? $user->ID : or_stop(
        wp_insert_user([
            'user_login' => $login,
            'user_pass' => wp_generate_password(),
            'user_email' => "$login@news.invalid",
            'display_name' => $name,
            'role' => 'author',
        ]),
        "author $name"
    );
}

/** What a test knows of a post: its number, address, and date of change as UTC. */
function described(int $number): array
{
    $post = get_post($number);
    return [
        'number' => $number,
        'url' => get_permalink($post),
        'status' => $post->post_status,
        'modified_gmt' => $post->post_modified_gmt,
    ];
}

/** Columns of wp_posts for those fields that $post holds. */
function columns(array $post): array
{
    $columns = [];
    $names = [
        'title' => 'post_title',
        'content' => 'post_content',
        'excerpt' => 'post_excerpt',
        'date' => 'post_date',
        'password' => 'post_password',
        'type' => 'post_type',
    ];
    foreach ($names as $name => $column) {
        if (isset($post[$name])) {
            $columns[$column] = $post[$name];
        }
    }
    if (isset($post['date'])) {
        $columns['post_date_gmt'] = get_gmt_from_date($post['date']);
        $columns['edit_date'] = true;
    }
    if (isset($post['author'])) {
        $columns['post_author'] = author_id_of($post['author']);
    }
    if (isset($post['categories'])) {
        $columns['post_category'] = array_map(fn($name) => term_id_of($name, 'category'), $post['categories']);
    }
    if (isset($post['tags'])) {
        $columns['tags_input'] = $post['tags'];
    }
    return $columns;
}

$actions = [
    // [{title, content, excerpt, date, password, type, author, categories, tags, comments}, ...] -> [{number, url, ...}, ...]
    'publish' => function (array $posts): array {
        wp_defer_term_counting(true);
        wp_defer_comment_counting(true);
        wp_suspend_cache_invalidation(true);
        $numbers = [];
        foreach ($posts as $post) {
            $columns = columns($post) + ['post_status' => 'publish', 'comment_status' => 'open'];
            $number = or_stop(wp_insert_post(wp_slash($columns), true), 'publish');
            foreach ($post['comments'] ?? [] as $text) {
                or_stop(
                    wp_insert_comment([
                        'comment_post_ID' => $number,
                        'comment_author' => 'A visitor',
                        'comment_author_email' => 'visitor@news.invalid',
                        'comment_content' => $text,
                        'comment_approved' => 1,
                    ]),
                    'comment'
                );
            }
            $numbers[] = $number;
        }
        wp_suspend_cache_invalidation(false);
        wp_defer_comment_counting(false);
        wp_defer_term_counting(false);
        wp_cache_flush();
        return array_map('described', $numbers);
    },
    // {number, and the fields to change}
    'edit' => function (array $post): array {
        or_stop(wp_update_post(wp_slash(['ID' => $post['number']] + columns($post)), true), 'edit');
        return described($post['number']);
    },
    'trash' => function (int $number): array {
        or_stop(wp_trash_post($number), "trash $number");
        return described($number);
    },
    'restore' => function (int $number): array {
        or_stop(wp_untrash_post($number), "restore $number");
        return described($number);
    },
    'delete' => function (int $number): bool {
        or_stop(wp_delete_post($number, true), "delete $number");
        return true;
    },
    // {name: text about the author, ...}; an empty text deletes.
    'biographies' => function (array $texts): bool {
        foreach ($texts as $name => $text) {
            update_user_meta(author_id_of($name), 'description', $text);
        }
        return true;
    },
    // Every published post: [{number, url, ...}, ...], the lowest number first.
    'posts' => fn() => array_map('described', get_posts([
        'numberposts' => -1,
        'orderby' => 'ID',
        'order' => 'ASC',
        'fields' => 'ids',
    ])),
    // A structure such as /%year%/%postname%/, or the empty string for ?p=N.
    'permalinks' => function (string $structure): bool {
        global $wp_rewrite;
        $wp_rewrite->set_permalink_structure($structure);
        flush_rewrite_rules(false);
        return true;
    },
    // Addresses anew, after other types were registered.
    'flush' => function (): bool {
        flush_rewrite_rules(false);
        return true;
    },
    'theme' => function (string $name): bool {
        or_stop(wp_get_theme($name)->exists(), "theme $name");
        switch_theme($name);
        return true;
    },
    // {name: value, ...}; null deletes.
    'options' => function (array $options): bool {
        foreach ($options as $name => $value) {
            $value === null ? delete_option($name) : update_option($name, $value);
        }
        return true;
    },
    // UTC columns anew from the local ones: after another zone was set, posts keep their local time.
    'recompute_utc' => function (): int {
        global $wpdb;
        $rows = $wpdb->get_results("SELECT ID, post_date, post_modified FROM {$wpdb->posts} WHERE post_status <> 'auto-draft'");
        foreach ($rows as $row) {
            $wpdb->update(
                $wpdb->posts,
                [
                    'post_date_gmt' => get_gmt_from_date($row->post_date),
                    'post_modified_gmt' => get_gmt_from_date($row->post_modified),
                ],
                ['ID' => $row->ID]
            );
        }
        return count($rows);
    },
];

$results = [];
foreach ($order['actions'] as [$name, $argument]) {
    $results[] = $actions[$name]($argument);
}
echo json_encode($results, JSON_THROW_ON_ERROR);
