"""Names that stand where no category was chosen, by the keys of :func:`newscrawl.normalise.script.flat`."""

from __future__ import annotations

from newscrawl.normalise.script import flat

# WordPress's default category as its translations name it, English variants first.
NO_CATEGORY = frozenset(
    map(
        flat,
        (
            *("Uncategorized", "Uncategorised", "No category", "Not categorized", "Unclassified"),
            *("بدون دسته", "بدون دسته بندی", "بدون دسته‌بندی", "دسته‌بندی نشده", "دسته بندی نشده", "دسته‌بندی‌نشده"),
            *("دسته بندی‌نشده", "بدون طبقه بندی", "طبقه بندی نشده", "بدون موضوع", "ناټولګه", "بې کټګورۍ", "بې ډلې"),
            *("غير مصنف", "غير مصنفة", "غير مصنّف", "بدون تصنيف", "بلا تصنيف", "غیر زمرہ بند", "غیر درجہ بند"),
            *("غیر زمرہ", "پۆلێن نەکراو", "Non classé", "Non classifié", "Non catégorisé", "Sin categoría"),
            *("Sin categorizar", "Sin clasificar", "Sense categoria", "Sen categoría", "Sailkatugabeak"),
            *("Senza categoria", "Non categorizzato", "Sem categoria", "Allgemein", "Unkategorisiert"),
            *("Nicht kategorisiert", "Niet gecategoriseerd", "Geen categorie", "Geen onderdeel van een categorie"),
            *("Okategoriserade", "Okategoriserad", "Ukategorisert", "Ukategoriseret", "Ikke kategoriseret"),
            *("Yleinen", "Luokittelematon", "Kategoriseerimata", "Bez kategorijas"),
            *("Be kategorijos", "Bez kategorii", "Nezařazené", "Nezaradené", "Nekategorizirano", "Nerazvrščeno"),
            *("Egyéb kategória", "Egyéb", "Fără categorie", "Necategorizat", "Genel", "Kategorisiz"),
            *("Без рубрики", "Без категории", "Без категорії", "Без категория", "Некатегоризирано"),
            *("Некатегоризовано", "Неразврстано", "Αταξινόμητα", "Χωρίς κατηγορία", "Μη κατηγοριοποιημένο"),
            *("ללא קטגוריה", "כללי", "未分类", "未分類", "미분류", "Tak Berkategori", "Tanpa kategori"),
            *("Chưa phân loại", "Chưa được phân loại", "ไม่มีหมวดหมู่", "अवर्गीकृत", "श्रेणी रहित", "Pa kategori"),
            *("متفرق", "سەھىپە ئايرىلمىغان", "هاوپۆلنه\u200cكراو", "বিভাগবিহীন", "வகைப்படுத்தப்படாதது", "වර්ගීකරණය නොකළ"),
            *("က\u200bဏ္ဍ\u200b ခွဲမထား", "კატეგორიის გარეშე", "Nekategorisano", "Neuvrščeni", "Määratlemata"),
            *("Bez tēmas", "I pakategorizuar", "Sen categorizar", "General", "Heb Gategori", "Gun roinn-seòrsa"),
            *("Senkategoria", "Isio-gawanyo", "Ora ono kategorine", "Tanpa Katagori", "Pelbagai", "Khác"),
        ),
    )
)

# Those that say "general" or "other": beside others an editor has chosen them, and they are kept, as the last.
GENERAL = frozenset(
    map(flat, ("Allgemein", "Genel", "Yleinen", "Egyéb", "כללי", "General", "متفرق", "Pelbagai", "Khác"))
)

# The head of a breadcrumb path.
HOME = frozenset(
    map(
        flat,
        (
            *("Home", "Home page", "Homepage", "Front page", "خانه", "صفحه اصلی", "صفحه نخست", "کور", "لومړی مخ"),
            *("الرئيسية", "الصفحة الرئيسية", "صفحہ اول", "سرورق", "ہوم", "Accueil", "Inicio", "Início", "Startseite"),
            *("Home Page", "Ana Sayfa", "Anasayfa", "Главная"),
        ),
    )
)
