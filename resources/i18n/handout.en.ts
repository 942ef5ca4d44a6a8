<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context><name>handout</name>
<message id="handout.title"><source>About your payment terminal</source></message>
<message id="handout.terminal"><source>Terminal</source></message>
<message id="handout.serial"><source>Serial number</source></message>
<message id="handout.order"><source>Work order</source></message>
<message id="handout.day"><source>Inspected on</source></message>
<message id="handout.verdict.pass"><source>Your terminal works. Everything that was tested is as it should be.</source></message>
<message id="handout.verdict.repaired"><source>Your terminal was repaired and works again.</source></message>
<message id="handout.verdict.fail"><source>Your terminal has a fault.</source></message>
<message id="handout.verdict.not-decided"><source>Not everything could be tested, so there is no verdict yet.</source></message>
<message id="handout.button"><source>Page for the merchant</source></message>
<message id="handout.button.open"><source>Open the merchant's page</source></message>
<message id="handout.found"><source>What was found</source></message>
<message id="handout.found.none"><source>No fault was found.</source></message>
<message id="handout.done"><source>What was done</source></message>
<message id="handout.done.tested"><source>The terminal was tested. Nothing was changed on it.</source></message>
<message id="handout.next"><source>What to do next</source></message>
<message id="handout.next.restock"><source>Use it as before.</source></message>
<message id="handout.next.repair"><source>Leave it with the workshop: it needs a repair before it can be used again.</source></message>
<message id="handout.next.key-service"><source>It needs new keys or settings from your acquirer. Do not take payments with it until then.</source></message>
<message id="handout.next.quarantine"><source>Do not use it and do not open it. It stays locked away until the cause is clear.</source></message>
<message id="handout.next.scrap"><source>It cannot be used again. Ask your acquirer for another terminal.</source></message>
<message id="handout.next.open"><source>Leave it with the workshop until the tests are finished.</source></message>
<message id="handout.care.keypad"><source>Keep liquids away from the keys, and wipe them with a dry cloth.</source></message>
<message id="handout.care.display"><source>Put nothing heavy on the screen, and wipe it with a dry cloth.</source></message>
<message id="handout.care.battery"><source>If the battery swells or gets hot, stop charging and bring the terminal in.</source></message>
<message id="handout.care.charger"><source>Charge it with its own charger only.</source></message>
<message id="handout.care.cable"><source>Do not bend or pull the cable; hold it by its plug.</source></message>
<message id="handout.care.network-cable"><source>Plug the network cable in until it clicks.</source></message>
<message id="handout.care.sim"><source>Leave the data SIM in the terminal, and use it for nothing else.</source></message>
<message id="handout.proof"><source>This page is signed. 'app.py verify' says whether it was changed. All measurements are in report {id}.</source></message>
<message id="handout.reason"><source>Posbench hand-out for the merchant</source></message>
<message id="verify.handout.intact_trusted"><source>Merchant's hand-out: intact, signed by a workshop you trust</source></message>
<message id="verify.handout.intact_untrusted"><source>Merchant's hand-out: intact, but the signer is unknown</source></message>
<message id="verify.handout.altered"><source>Merchant's hand-out: altered after it was signed</source></message>
<message id="verify.handout.of"><source>{model} {serial}: {verdict_id}, {day}</source></message>
<message id="verify.handout.no_report"><source>This is no inspection report: the measurements are in report {id}</source></message>
<message id="verify.handout.damaged"><source>The attached data cannot be read: {detail}</source></message>
<message id="verify.handout.differs"><source>Page and attached data do not belong together</source></message>
</context>
</TS>
