<aside class="sidebar">
<section class="widget"><h3><?php _e("Editor's choice", 'news'); ?></h3>
<ul><?php foreach (['publish: 1 January 2020', 'time: 1:11 am', 'category: Sidebar', 'No: 11111'] as $fact) {
    echo '<li>' . __($fact, 'news') . '</li>';
} ?></ul>
<p><?php _e('Words of the sidebar that belong to no article.', 'news'); ?></p></section>
<section class="widget"><h3><?php _e('Latest', 'news'); ?></h3><ul><?php wp_get_archives(['type' => 'postbypost', 'limit' => 5]); ?></ul></section>
<?php get_search_form(); ?>
</aside>
