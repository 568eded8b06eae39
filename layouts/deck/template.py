"""The frame round the slides: the document, the toolbar, and what opens over a slide."""

from typing import Final

from dashboard.records.scrutiny import LONGEST_NAME, LONGEST_TEXT

PAGE: Final = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" type="image/svg+xml" href="{icon}">
<link rel="preload" href="{font}" as="font" type="font/woff2" crossorigin>
{styles}
{scripts}
</head>
<body class="{kind}" data-pack="{pack}" data-framework="{framework}" data-suffix="{suffix}">
{body}
</body>
</html>
"""

# What a button does is named by data-does; assets/deck.js knows the same names by their keys.
TOOLBAR: Final = """
<nav class="toolbar" aria-label="Slides">
<a class="button" data-does="back" href="{before}"><span aria-hidden="true">‹</span>
<span class="on-small">Previous</span></a>
<a class="button" data-does="on" href="{after}"><span class="on-small">Next</span>
<span aria-hidden="true">›</span></a>
<button type="button" popovertarget="menu" class="needs-script">Menu</button>
<div id="menu" popover class="needs-script"><ul>
<li><button type="button" data-does="jump">Go to a slide or measure <kbd>J</kbd></button></li>
<li><button type="button" data-does="grid">All slides <kbd>G</kbd></button></li>
<li><button type="button" data-does="table">Table of the chart <kbd>T</kbd></button></li>
<li><button type="button" data-does="full">Full screen <kbd>F</kbd></button></li>
<li><button type="button" data-does="notes">Presenter’s window <kbd>N</kbd></button></li>
<li><button type="button" data-does="blank">Blank screen <kbd>B</kbd></button></li>
<li><button type="button" data-does="ask">Ask a question <kbd>Q</kbd></button></li>
<li><button type="button" data-does="keys">Keys <kbd>?</kbd></button></li>
<li><a href="{leave}">Leave the slides</a></li>
</ul></div>
</nav>
"""

DIALOGS: Final = f"""
<dialog id="table" aria-labelledby="table-name"><div class="dialog-head">
<h2 id="table-name">Table of the chart</h2><form method="dialog"><button>Close</button></form></div>
<div class="dialog-body"></div></dialog>
<dialog id="grid" aria-labelledby="grid-name"><div class="dialog-head">
<h2 id="grid-name">All slides</h2><form method="dialog"><button>Close</button></form></div>
<ol class="dialog-body"></ol></dialog>
<dialog id="jump" aria-labelledby="jump-name"><div class="dialog-head">
<h2 id="jump-name">Go to a slide</h2><form method="dialog"><button>Close</button></form></div>
<form id="jump-form"><label for="jump-words">Reference, name or number of a slide</label>
<input id="jump-words" type="text" autocomplete="off" spellcheck="false">
<p id="jump-found" role="status"></p></form>
<ol class="dialog-body"></ol></dialog>
<dialog id="ask" aria-labelledby="ask-name"><div class="dialog-head">
<h2 id="ask-name">Ask a question</h2><form method="dialog"><button>Close</button></form></div>
<form id="ask-form"><p id="ask-about"></p>
<label for="ask-member">Member who asks</label>
<input id="ask-member" name="member" maxlength="{LONGEST_NAME}" autocomplete="off" required>
<label for="ask-question">Question</label>
<textarea id="ask-question" name="question" rows="3" maxlength="{LONGEST_TEXT}" required></textarea>
<label for="ask-due">Answer due on (may be left out)</label>
<input id="ask-due" name="due_on" type="date">
<label for="ask-by">Your name or role, who writes this down</label>
<input id="ask-by" name="by" maxlength="{LONGEST_NAME}" autocomplete="off" required>
<button type="submit" class="first">Save question</button></form>
<p id="ask-said" tabindex="-1"></p></dialog>
<dialog id="keys" aria-labelledby="keys-name"><div class="dialog-head">
<h2 id="keys-name">Keys</h2><form method="dialog"><button>Close</button></form></div>
<label class="switch"><input id="letters" type="checkbox" checked>
Use single letters, <kbd>?</kbd> and <kbd>/</kbd> as keys</label>
<p>Without them the buttons and the menu do everything; arrows, Home and End still work.</p>
<dl class="dialog-body"></dl></dialog>
<dialog id="blank" aria-label="Blank screen"><form method="dialog">
<button>Show the slide again</button></form></dialog>
"""

PRESENTER: Final = """
<main id="notes">
<p class="where">Slide <span id="place">{place}</span> of {count}</p>
{notes}
</main>
<aside>
<h2>Next</h2>
<div id="slides" aria-hidden="true" inert>{slides}</div>
<p id="last" hidden>This is the last slide.</p>
<dl class="clocks"><div><dt>Time</dt><dd id="clock"></dd></div>
<div><dt>Elapsed</dt><dd id="elapsed"></dd></div></dl>
<div class="toolbar">
<button type="button" data-does="back">‹ Previous</button>
<button type="button" data-does="on">Next ›</button>
<button type="button" data-does="blank">Blank screen</button>
<button type="button" data-does="restart">Restart the time</button>
</div>
</aside>
<div id="said" class="unseen" role="status"></div>
"""
