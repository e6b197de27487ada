<section id="comments" class="comments-area">
<?php if (have_comments()) { ?>
<h2><?php comments_number(); ?></h2>
<ol class="comment-list"><?php wp_list_comments(['style' => 'ol']); ?></ol>
<?php } ?>
<?php comment_form(); ?>
</section>
