<div class="share"><span><?php _e('Share this article', 'news'); ?></span>
<ul><li><a href="https://social.invalid/facebook">Facebook</a></li><li><a href="https://social.invalid/twitter">Twitter</a></li>
<li><a href="https://social.invalid/telegram">Telegram</a></li></ul></div>
