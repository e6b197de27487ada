<?php
/**
 * Router of PHP's built-in server: files are served, scripts run, and every other path goes to WordPress.
 *
 * While `rewrite` is false in site.json, a path that is no file answers 404, as Apache does without rewrite rules.
 */
$root = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
$file = $root . $path;

if (!str_contains($path, '..') && is_file($file)) {
    if (!str_ends_with($path, '.php')) {
        return false; // the server itself sends static files
    }
    $script = $path;
} else {
    $site = json_decode(file_get_contents(dirname($root) . '/site.json'), true);
    if (!$site['rewrite'] && $path !== '/' && !is_file(rtrim($file, '/') . '/index.php')) {
        http_response_code(404);
        header('Content-Type: text/html; charset=utf-8');
        echo '<!DOCTYPE html><title>404 Not Found</title><h1>Not Found</h1>';
        return true;
    }
    $script = '/index.php';
}
// WordPress finds the requested path by taking these away from REQUEST_URI.
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $script;
$_SERVER['SCRIPT_FILENAME'] = $root . $script;
unset($_SERVER['PATH_INFO']);
chdir(dirname($root . $script));
require $root . $script;
