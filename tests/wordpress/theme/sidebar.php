<aside class="sidebar">
<section class="widget"><h3>Editor's choice</h3>
<ul><li>publish: 1 January 2020</li><li>time: 1:11 am</li><li>category: Sidebar</li><li>No: 11111</li></ul>
<p>Words of the sidebar that belong to no article.</p></section>
<section class="widget"><h3>Latest</h3><ul><?php wp_get_archives(['type' => 'postbypost', 'limit' => 5]); ?></ul></section>
<?php get_search_form(); ?>
</aside>
