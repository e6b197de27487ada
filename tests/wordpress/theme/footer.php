</main>
</div>
<footer class="site-footer">
<p>Printing house, No: 22222, time: 9:00 am to 5:00 pm, category: Footer</p>
<p>Words of the footer that belong to no article.</p>
</footer>
<?php wp_footer(); ?>
</body>
</html>
