<?php
get_header();
if (is_archive()) {
    the_archive_title('<h1>', '</h1>');
}
while (have_posts()) {
    the_post();
    ?>
<article id="post-<?php the_ID(); ?>" <?php post_class(); ?>>
<h2><a href="<?php the_permalink(); ?>" rel="bookmark"><?php the_title(); ?></a></h2>
    <?php the_excerpt(); ?>
</article>
    <?php
}
the_posts_pagination();
get_footer();
