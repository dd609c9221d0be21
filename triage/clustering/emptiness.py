"""Does a text say anything? "n/a" and "asdf" do not; "sorry, wrong button" says: ignore me. Pure.

What says nothing counts as no words, so that a complaint goes by its question. A vote pressed by
mistake, or spam, is no complaint about anything, and opens no issue. All by form and by short
lists of phrases in six languages; a text is taken for one of these only if little else is in it,
since a real complaint that is lost costs more than an empty one that is kept.
"""

import re
import unicodedata
from enum import Enum


class Says(Enum):
    SOMETHING = "something"
    NOTHING = "nothing"
    MISTAKE = "pressed by mistake"
    SPAM = "spam"


# Each is a whole text, without punctuation and in lower case.
_PHRASES = """
none|no|nope|nil|null|na|n a|nan|nothing|no comment|no comments|not applicable|nothing to add
nothing to say|no reason|idk|dunno|dont know|i dont know|tbd|lorem ipsum|blah|blah blah|bla bla
yes|ok|okay|k|y|x|hi|hello|hey|test|testing|test test|just testing|this is a test|testing 123
test 123|wrong|bad|meh|undefined|comment|feedback
nein|nichts|keine|keiner|kein kommentar|keine angabe|keine angaben|k a|keine ahnung|weiß nicht
entfällt|ja|hallo|falsch|schlecht|nur ein test|probe
non|aucun|aucune|rien|néant|sans objet|s o|pas de commentaire|aucun commentaire|je ne sais pas
oui|bonjour|essai|faux|mauvais
ninguno|ninguna|nada|sin comentario|sin comentarios|no aplica|no sé|no se|si|sí|hola|prueba
mal|malo
无|無|没有|沒有|無意見|无意见|没意见|沒意見|不知道|不適用|不适用|測試|测试|測試中|好|是|否|不是|你好
لا شيء|لاشيء|لا يوجد|لايوجد|لا|نعم|بدون تعليق|لا تعليق|لا أعرف|لا اعرف|تجربة|اختبار|مرحبا
"""
_EMPTY = frozenset(phrase.strip() for phrase in re.split(r"[|\n]", _PHRASES) if phrase.strip())

_MISTAKE = re.compile(
    r"""
    \b(?:press(?:ed)?|click(?:ed)?|hit|tapped|touched|pushed|voted|rated)\ (?:the\ |on\ )?wrong\b
    | \bwrong\ (?:button|thumb|key|click|vote)\b | \bmis\ ?(?:click|press|tap)\w*
    | \bby\ (?:mistake|accident)\b | \baccident\w*\ (?:press|click|vot|rat|tap|touch|hit)\w*
    | \bfat\ finger\w* | \b(?:didn.?t|did\ not)\ mean\ to\b | \bmy\ (?:mistake|bad)\b
    | \baus\ versehen\b | \bversehentlich\b | \bverklickt\b | \bverdrückt\b | \bvertippt\b
    | \bfalsche[rn]?\ (?:knopf|taste|button)\b
    | \bpar\ erreur\b | \bmauvais\ bouton\b | \bpar\ mégarde\b | \bfausse\ manip\w*
    | \bpor\ error\b | \bbotón\ equivocado\b | \bme\ equivoqué\b | \bsin\ querer\b
    | [按点點選选安]错了?[选項选项键鍵钮鈕]* | [按点點選选安]錯了?[选項选项键鍵钮鈕]*
    | 手滑 | [誤误][按触觸點点] | 不小心[按点點碰]
    | بالخطأ | عن\ طريق\ الخطأ | بالغلط | زر\ خاطئ | الزر\ الخطأ
    """,
    re.VERBOSE,
)
# What may stand beside that, and a few words more.
_BESIDE_WORDS = """
sorry oops ups i it this that was is just my the a an button thumb vote voted pls please
ignore disregard delete remove good great fine answer helpful correct right up down thanks thank
you meant to want wanted and but on so very actually pressed clicked press click hit key me
entschuldigung tut mir leid ich habe hab bin das war die der den geklickt gedrückt bitte
ignorieren antwort ist gut hilfreich danke
désolé désolée pardon excusez moi j ai appuyé cliqué c est était le la un bouton merci
perdón lo siento he pulsado fue el botón gracias por favor
آسف عذرا ضغطت لقد على الزر تم الضغط شكرا
"""
_BESIDE = frozenset(_BESIDE_WORDS.split())
_BESIDE_CHINESE = re.compile(
    "有很大幫助|有幫助|有帮助|幫助|帮助|不好意思|對不起|对不起|抱歉|謝謝|谢谢|應該|应该|其實|其实|剛剛|刚刚|原本"
    "|請|请|刪除|删除|已改正|按鍵|按键|[我你是否的了到要很有按鍵键才對对填不喔哦啊呢就而]"
)
_MOST_BESIDE = 2  # words, or twice as many Chinese characters

_LINK = re.compile(r"(?:https?://|www\.)\S+")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop")
_LONG_RUN = 10
# Words whose letters happen to be neighbours.
_ON_ONE_ROW = frozenset({"were", "tree", "wert", "tire", "rewt", "pou", "trew"})


def judge(text: str) -> Says:
    """What a comment amounts to. Empty text says nothing."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    rest, links = _LINK.subn(" ", plain)
    words = words_in(rest)
    if not words:
        return Says.SPAM if links > 1 else Says.NOTHING
    letters = "".join(words)
    if len(set(letters)) <= 2 and len(letters) >= _LONG_RUN:
        return Says.SPAM
    if " ".join(words) in _EMPTY or _is_mash(words):
        return Says.NOTHING
    return Says.MISTAKE if _is_mistake(" ".join(words)) else Says.SOMETHING


def words_in(text: str) -> list[str]:
    """Runs of letters, their marks and digits; apostrophes are dropped, all else divides."""
    joined = re.sub(r"['\u2019`]", "", text)
    spaced = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in joined)
    return spaced.split()


def _is_mash(words: list[str]) -> bool:
    """Hands on the keyboard, or one letter over and over."""
    return all(_mashed(word) for word in words)


def _mashed(word: str) -> bool:
    if word.isdigit():
        return False  # "30" may be all that is wrong
    if len(set(word)) == 1:
        return len(word) > 1 or word < "ɐ"  # one Chinese character is a word
    unit = re.sub(r"^(.{2,5}?)\1+$", r"\1", word)
    if unit != word and len(unit) > 2 and not set(unit) & set("eiou"):
        return True
    runs = [row for row in _ROWS if unit in row or unit in row[::-1]]
    if runs and len(unit) >= (3 if unit in "asdfghjkl" else 4):
        return unit not in _ON_ONE_ROW
    latin = word.isascii() and word.isalpha()
    return latin and len(word) >= 6 and not set(word) & set("aeiouy")


def _is_mistake(text: str) -> bool:
    rest, found = _MISTAKE.subn(" ", text)
    if not found:
        return False
    rest = _BESIDE_CHINESE.sub(" ", rest)
    beside = [word for word in rest.split() if word not in _BESIDE]
    chinese = sum(len(word) for word in beside if word >= "\u2e80")
    others = sum(word < "\u2e80" for word in beside)
    return others <= _MOST_BESIDE and chinese <= 2 * _MOST_BESIDE
