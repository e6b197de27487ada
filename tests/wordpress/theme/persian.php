<?php
/**
 * The theme's Persian side. With `calendar` = `jalali` in the option `news_header`, dates are printed in the Jalali
 * calendar and all numbers in Persian digits; `clock` is `24`, `halves` (ق.ظ, ب.ظ) or `parts` (صبح, عصر, …), and `add`
 * is what the printed number is more than the post's ID. PHP's intl is not needed.
 */
const NEWS_MONTHS = ['فروردین', 'اردیبهشت', 'خرداد', 'تیر', 'مرداد', 'شهریور', 'مهر', 'آبان', 'آذر', 'دی', 'بهمن', 'اسفند'];
const NEWS_WEEKDAYS = ['یکشنبه', 'دوشنبه', 'سه‌شنبه', 'چهارشنبه', 'پنجشنبه', 'جمعه', 'شنبه'];
const NEWS_PARTS = [19 => 'شب', 16 => 'عصر', 13 => 'بعدازظهر', 12 => 'ظهر', 5 => 'صبح', 0 => 'بامداد'];
const NEWS_PERSIAN = [
    'By' => 'نوشتهٔ',
    'Tags: ' => 'برچسب‌ها: ',
    'Share this article' => 'این خبر را هم‌رسانی کنید',
    'Related news' => 'خبرهای مرتبط',
    "Editor's choice" => 'به انتخاب سردبیر',
    'Latest' => 'تازه‌ترین‌ها',
    'publish: 1 January 2020' => 'تاریخ انتشار: ۱۱ دی ۱۳۹۸',
    'time: 1:11 am' => 'ساعت: ۱:۱۱ بامداد',
    'category: Sidebar' => 'دسته‌بندی: ستون کناری',
    'No: 11111' => 'کد خبر: ۱۱۱۱۱',
    'Words of the sidebar that belong to no article.' => 'واژه‌هایی از ستون کناری که از آنِ هیچ خبری نیست.',
    'Printing house, No: 22222, time: 9:00 am to 5:00 pm, category: Footer' =>
        'چاپخانه، کد خبر: ۲۲۲۲۲، ساعت: ۹ صبح تا ۵ عصر، دسته‌بندی: پانوشت',
    'Words of the footer that belong to no article.' => 'واژه‌هایی از پایین صفحه که از آنِ هیچ خبری نیست.',
];

add_filter('gettext_news', fn($translated, $text) => is_rtl() ? NEWS_PERSIAN[$text] ?? $translated : $translated, 10, 2);

function news_digits(string $text): string
{
    return strtr($text, array_combine(range(0, 9), ['۰', '۱', '۲', '۳', '۴', '۵', '۶', '۷', '۸', '۹']));
}

/** Year, month and day of a date's day in the Jalali calendar; of days from March 1970 on. */
function news_jalali(DateTimeInterface $date): array
{
    // Days since 1 Farvardin 1349, which was 21 March 1970.
    $days = intdiv(gmmktime(0, 0, 0, ...array_map('intval', explode('-', $date->format('m-d-Y')))), 86400) - 79;
    $length = fn(int $year): int => (25 * $year + 11) % 33 < 8 ? 366 : 365;
    for ($year = 1349; $days >= $length($year); $year++) {
        $days -= $length($year);
    }
    for ($month = 1; $days >= ($month <= 6 ? 31 : 30); $month++) {
        $days -= $month <= 6 ? 31 : 30;
    }
    return [$year, $month, $days + 1];
}

function news_jalali_date(DateTimeInterface $date): string
{
    [$year, $month, $day] = news_jalali($date);
    return news_digits(NEWS_WEEKDAYS[$date->format('w')] . " $day " . NEWS_MONTHS[$month - 1] . " $year");
}

function news_persian_time(DateTimeInterface $date, string $clock): string
{
    $hour = (int) $date->format('G');
    if ($clock === '24') {
        return news_digits($date->format('H:i'));
    }
    $part = $hour < 12 ? 'ق.ظ' : 'ب.ظ';
    if ($clock === 'parts') {
        $part = NEWS_PARTS[max(array_filter(array_keys(NEWS_PARTS), fn(int $from): bool => $from <= $hour))];
    }
    return news_digits($date->format('g:i')) . " $part";
}

add_filter('news_header_values', function (array $values, array $header): array {
    if (($header['calendar'] ?? '') !== 'jalali') {
        return $values;
    }
    $date = get_post_datetime();
    return [
        'publish' => news_jalali_date($date),
        'time' => news_persian_time($date, $header['clock']),
        'category' => str_replace(', ', '، ', $values['category']),
        'number' => news_digits((string) (get_the_ID() + $header['add'])),
    ];
}, 10, 2);

/** A date as the lists of other articles print it. */
function news_short_date(WP_Post $post): string
{
    return is_rtl() ? news_jalali_date(get_post_datetime($post)) : get_the_date('j F Y', $post);
}
