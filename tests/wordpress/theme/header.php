<!DOCTYPE html>
<html <?php language_attributes(); ?>>
<head>
<meta charset="<?php bloginfo('charset'); ?>">
<?php wp_head(); ?>
</head>
<body <?php body_class(); ?>>
<header class="site-header">
<a href="<?php echo esc_url(home_url('/')); ?>"><?php bloginfo('name'); ?></a>
<nav><ul><?php wp_list_categories(['title_li' => '']); ?></ul></nav>
</header>
<div class="columns">
<?php get_sidebar(); ?>
<main>
