"""A word of each script that people write official documents in, and the signs that come along with pasted text.

A title is "Law (WORD) 12 adopted". What no output has to show is in `WITHOUT_A_SHAPE`: it must harm none.
"""

SCRIPTS = {
    "Latin, extended": "Đạo luật Şəhər Ọ̀yọ́ ŁÓDŹ",
    "Greek": "Νόμος",
    "Cyrillic": "Закон Қазақ",
    "Armenian": "Օրենք",
    "Georgian": "კანონი",
    "Hebrew": "חוק",
    "Arabic": "قانون الضمان",
    "Urdu": "قانونِ تحفظ",
    "Syriac": "ܢܡܘܣܐ",
    "Thaana": "ޤާނޫން",
    "N'Ko": "ߛߙߌߦߊ",
    "Devanagari": "कानून",
    "Bengali": "আইন",
    "Gurmukhi": "ਕਾਨੂੰਨ",
    "Gujarati": "કાયદો",
    "Oriya": "ଆଇନ",
    "Tamil": "சட்டம்",
    "Telugu": "చట్టం",
    "Kannada": "ಕಾನೂನು",
    "Malayalam": "നിയമം",
    "Sinhala": "නීතිය",
    "Thai": "กฎหมาย",
    "Lao": "ກົດໝາຍ",
    "Tibetan": "ཁྲིམས",
    "Myanmar": "ဥပဒေ",
    "Khmer": "ច្បាប់",
    "Mongolian": "ᠬᠠᠤᠯᠢ",
    "Hangul": "법률",
    "Jamo": "\u1107\u1165\u11b8",
    "Han": "法律",
    "Kana": "ほうりつ ホウリツ",
    "Han, plane 2": "\U00020000\U0002a6d6",
    "Yi": "ꀀꁌ",
    "Ethiopic": "ሕግ",
    "Tifinagh": "ⴰⵙⴰⴹⵓⴼ",
    "Vai": "ꕙꔤ",
    "Adlam": "\U0001e922\U0001e923\U0001e924",
    "Cherokee": "ᏗᎧᎿᏩᏛᏍᏗ",
    "Canadian syllabics": "ᐃᖃᓗᐃᑦ",
    "Javanese": "ꦲꦤꦕ",
    "Balinese": "ᬅᬓ᭄ᬱ",
    "Emoji": "😀 ✅",
    "Emoji, joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "Flag": "\U0001f1f9\U0001f1ec",
    "Mathematics": "∑≥ \U0001d400",
    "A mark alone": "\u0301\u17cb",
    "Half of a sentence to the left": "(חוק 12) \u200f",
}
WITHOUT_A_SHAPE = {
    "the bullet of Word": "\uf0b7",
    "private use": "\ue000\U000f0000",
    "noncharacters": "\ufdd0\ufffe\uffff\U0001fffe",
    "control characters": "\x01\x0b\x1f\x7f\x9b",
    "line ends": "a\u2028b\u2029c\x85d",
    "direction overrides": "\u202eabc\u2066",
    "unassigned": "\u0378\U000e0fff",
    "soft hyphen, joiners, marks of order": "\xad\u200b\u200c\u200d\ufeff\u2060",
}

IN_PACKAGES = (
    "Latin, extended", "Greek", "Cyrillic", "Arabic", "Urdu", "Devanagari", "Khmer", "Tamil", "Telugu", "Thai",
)  # fmt: skip


def title_of(word: str) -> str:
    return f"Law ({word}) 12 adopted"
