<?php
get_header();
echo '<h1>Not found</h1>';
get_footer();
