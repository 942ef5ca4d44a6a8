<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context><name>token</name>
<message id="identity.line.token"><source>The bench's key is on the token {label}.</source></message>
<message id="identity.token.form"><source>A token is named as LIBRARY:LABEL, not as {text}.</source></message>
<message id="identity.token.no_library"><source>Keys on tokens need the package python-pkcs11, which is not installed here.</source></message>
<message id="identity.token.no_file"><source>There is no library at {path}.</source></message>
<message id="identity.token.wrong_pin"><source>The PIN is wrong. Most tokens lock after a few wrong ones.</source></message>
<message id="identity.token.locked"><source>The token {label} is locked: its administrator must unlock it.</source></message>
<message id="identity.token.absent"><source>The token {label} is not there: plug it in.</source></message>
<message id="identity.token.several"><source>There is more than one token named {label}.</source></message>
<message id="identity.token.no_key"><source>The token {label} does not hold the signer's key.</source></message>
<message id="identity.token.failed"><source>The token {label} could not do it: {detail}</source></message>
<message id="identity.line.technician"><source>Technician: {name}, valid until {until}, SHA-256 {fingerprint}</source></message>
<message id="identity.line.revoked"><source>  revoked on {time}</source></message>
<message id="identity.technician.none"><source>Nobody named {name} signs here. Known: {known}</source></message>
<message id="identity.technician.exists"><source>{name} has a key already: renew it.</source></message>
<message id="identity.technician.no_name"><source>A technician needs a name.</source></message>
<message id="cli.root_passphrase_prompt"><source>Passphrase of the workshop's root: </source></message>
</context>
</TS>
