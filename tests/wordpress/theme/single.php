<?php
get_header();
while (have_posts()) {
    the_post();
    ?>
<article id="post-<?php the_ID(); ?>" <?php post_class(); ?>>
    <?php news_header(); ?>
<h1><?php the_title(); ?></h1>
    <?php if (has_excerpt()) { ?>
<p class="lead"><?php echo esc_html(get_post()->post_excerpt); ?></p>
    <?php } ?>
<p class="byline"><?php _e('By', 'news'); ?> <?php the_author_posts_link(); ?><?php
    if (get_option('news_meta')) {
        printf(', <time datetime="%s">%s</time>', esc_attr(get_the_date('c')), esc_html(news_short_date(get_post())));
    } ?></p>
    <?php get_template_part('share'); ?>
<div class="text">
    <?php the_content(); ?>
    <?php wp_link_pages(); ?>
</div>
    <?php the_tags('<p class="tags">' . __('Tags: ', 'news'), ', ', '</p>'); ?>
    <?php get_template_part('share'); ?>
    <?php news_related(); ?>
</article>
    <?php comments_template(); ?>
    <?php
}
get_footer();
