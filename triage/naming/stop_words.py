"""Words that say nothing of what a text is about: a phrase neither begins nor ends with one.

Small lists for English, German, French and Spanish, and letters for Chinese and Japanese, which
are written without spaces. What they lack is held down by how often it occurs. Pure.
"""

_WORDS = """
a about after again all also am an and another any are aren as at be because been before being
between both but by can cannot could couldn did didn do does doesn doing don done down during each
either else etc even every few for from further get gets getting give go going got had hadn has
hasn have haven having he her here hers him his how however i if im in into is isn it its itself
just know let like lot made make makes making many may me might more most much must my need needed
needs no nor not now of off on once one only or other our out over own please put regarding same
say says shall she should shouldn since so some somebody something such take taken taking tell
than that the their them then there these they thing things this those through to too under until
up upon us use used using very was wasn way ways we well were weren what whats when where whether
which while who whom whose why will with within without won would wouldn yes yet you your yours

aber alle als am an auch auf aus bei bin bis bitte da damit dann das dass dem den der des die dies
diese dieser doch dort du durch ein eine einem einen einer eines er es etwas für gibt haben hat
ich ihr ihre im in ist ja kann kein keine können man mein meine mich mir mit muss nach nicht noch
nur oder ob ohne sehr sein seine sich sie sind so soll über um und uns unter vom von vor wann
warum was weil welche welcher welches wenn wer werden wie wir wird wo wurde zu zum zur zwischen

à au aucun aussi autre aux avec avoir bien c ce ces cet cette comme comment combien d dans de des
donc du elle elles en est et être eu fait faire faut il ils j je l la le les leur leurs lui m ma
mais me mes moi mon n ne nos notre nous on ont où ou par pas peut plus pour pourquoi puis qu quand
que quel quelle quelles quels qui s sa sans se ses si son sont sur t ta te tes toi ton tous tout
toute très tu un une va vos votre vous y

al algo alguna algún ante antes aquí así aún cada casi como cómo con cual cuál cuales cuando
cuándo cuánto cuántos de del desde donde dónde dos el ella ellos en entre era es esa ese eso esta
está están este esto estos fue ha hace hacer han hasta hay la las le les lo los más me mi mis
mucho muy nada ni no nos o otra otro para pero por porque puede puedo que qué quien quién se sea
según ser si sí sin sobre son soy su sus también te tengo tiene todo todos tu tus un una uno unos
usted ya yo
"""
STOP_WORDS = frozenset(_WORDS.split())
STOP_LETTERS = frozenset(
    "的了是在與与及或也都就不沒没被把為为於于之其此這这那個个們们我你他她它您很嗎吗呢吧啊請请問问麼么"
    "怎樣样哪誰谁再又還还並并而且但のはがをにでともへやかなだですますたてしいるれらりこそあさ"
)
