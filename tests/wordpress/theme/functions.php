<?php
/**
 * Options of the theme, all optional:
 *   news_header  array: layout (list, definitions, table, rows, line), labels (publish, time, category, number),
 *                date and time (PHP date formats), number (how much higher than the post ID it is; type: for posts of
 *                this type alone); see persian.php for more. Filter `news_header_values` changes the printed values.
 *   news_meta    true: prints article:published_time, JSON-LD and <time datetime>, as SEO plugins do.
 */
require __DIR__ . '/persian.php';

add_action('after_setup_theme', function () {
    add_theme_support('title-tag');
    add_theme_support('automatic-feed-links');
    add_theme_support('html5', ['comment-form', 'comment-list']);
});

add_action('wp_head', function () {
    if (!is_single() || !get_option('news_meta')) {
        return;
    }
    $published = get_the_date('c', get_queried_object_id());
    printf('<meta property="article:published_time" content="%s">' . "\n", esc_attr($published));
    printf(
        '<script type="application/ld+json">%s</script>' . "\n",
        wp_json_encode(['@context' => 'https://schema.org', '@type' => 'NewsArticle', 'datePublished' => $published])
    );
});

/** The header's labels by field. */
function news_labels(array $header): array
{
    return ($header['labels'] ?? []) + ['publish' => 'publish', 'time' => 'time', 'category' => 'category', 'number' => 'No'];
}

/** The header's fields: name => [label, value]. */
function news_header_fields(array $header): array
{
    $labels = news_labels($header);
    $shift = ($header['type'] ?? get_post_type()) === get_post_type() ? $header['number'] ?? 0 : 0;
    $values = apply_filters(
        'news_header_values',
        [
            'publish' => get_the_date($header['date'] ?? 'j F Y'),
            'time' => get_the_time($header['time'] ?? 'g:i a'),
            'category' => implode(', ', array_map(fn($term) => $term->name, get_the_category())),
            'number' => (string) (get_the_ID() + $shift),
        ],
        $header
    );
    return array_map(null, $labels, array_map(fn($name) => $values[$name], array_keys($labels)));
}

/** Prints the article's header list. Term names are stored escaped, the rest is plain. */
function news_header(): void
{
    $header = (array) get_option('news_header', []);
    $fields = news_header_fields($header);
    $each = fn(string $format) => implode("\n", array_map(fn($field) => sprintf($format, ...$field), $fields));
    echo match ($header['layout'] ?? 'list') {
        'list' => '<ul class="news-facts">' . $each('<li><i class="icon"></i> <span>%s:</span> %s</li>') . '</ul>',
        'definitions' => '<dl class="news-facts">' . $each('<dt>%s</dt><dd>%s</dd>') . '</dl>',
        'table' => '<table class="news-facts"><tbody>' . $each('<tr><th>%s</th><td>%s</td></tr>') . '</tbody></table>',
        'rows' => '<div class="news-facts">' . $each('<div><span>%s:&nbsp;</span><span>%s</span></div>') . '</div>',
        'line' => '<p class="news-facts">' . implode(' | ', explode("\n", $each('%s: %s'))) . '</p>',
    };
}

/** Prints three other articles of the same category, each with a header of its own. */
function news_related(): void
{
    $others = get_posts([
        'numberposts' => 3,
        'category__in' => wp_get_post_categories(get_the_ID()),
        'exclude' => [get_the_ID()],
        'orderby' => 'ID',
    ]);
    $labels = news_labels((array) get_option('news_header', []));
    echo '<section class="related-posts"><h3>' . __('Related news', 'news') . '</h3><ul>';
    foreach ($others as $other) {
        printf(
            '<li><a href="%s">%s</a> <span>%s: %s</span> <span>%s: %s</span></li>',
            esc_url(get_permalink($other)),
            get_the_title($other),
            $labels['publish'],
            news_short_date($other),
            $labels['number'],
            is_rtl() ? news_digits($other->ID) : $other->ID
        );
    }
    echo '</ul></section>';
}
