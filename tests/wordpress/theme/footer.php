</main>
</div>
<footer class="site-footer">
<p><?php _e('Printing house, No: 22222, time: 9:00 am to 5:00 pm, category: Footer', 'news'); ?></p>
<p><?php _e('Words of the footer that belong to no article.', 'news'); ?></p>
</footer>
<?php wp_footer(); ?>
</body>
</html>
