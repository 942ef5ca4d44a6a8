<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context><name>token</name>
<message id="identity.line.token"><source>The bench's key is on the token {label}.</source><translation>测试台密钥在令牌 {label} 上。</translation></message>
<message id="identity.token.form"><source>A token is named as LIBRARY:LABEL, not as {text}.</source><translation>令牌应写作 LIBRARY:LABEL，而不是 {text}。</translation></message>
<message id="identity.token.no_library"><source>Keys on tokens need the package python-pkcs11, which is not installed here.</source><translation>使用令牌需要 python-pkcs11 软件包，本机未安装。</translation></message>
<message id="identity.token.no_file"><source>There is no library at {path}.</source><translation>{path} 处没有库文件。</translation></message>
<message id="identity.token.wrong_pin"><source>The PIN is wrong. Most tokens lock after a few wrong ones.</source><translation>PIN 错误。多数令牌连续输错几次后会锁定。</translation></message>
<message id="identity.token.locked"><source>The token {label} is locked: its administrator must unlock it.</source><translation>令牌 {label} 已锁定，须由其管理员解锁。</translation></message>
<message id="identity.token.absent"><source>The token {label} is not there: plug it in.</source><translation>未找到令牌 {label}，请插入。</translation></message>
<message id="identity.token.several"><source>There is more than one token named {label}.</source><translation>有多个名为 {label} 的令牌。</translation></message>
<message id="identity.token.no_key"><source>The token {label} does not hold the signer's key.</source><translation>令牌 {label} 上没有签名者的密钥。</translation></message>
<message id="identity.token.failed"><source>The token {label} could not do it: {detail}</source><translation>令牌 {label} 未能完成：{detail}</translation></message>
<message id="identity.line.technician"><source>Technician: {name}, valid until {until}, SHA-256 {fingerprint}</source><translation>技术员：{name}，有效期至 {until}，SHA-256 {fingerprint}</translation></message>
<message id="identity.line.revoked"><source>  revoked on {time}</source><translation>  已于 {time} 吊销</translation></message>
<message id="identity.technician.none"><source>Nobody named {name} signs here. Known: {known}</source><translation>此处没有名为 {name} 的签名者。已有：{known}</translation></message>
<message id="identity.technician.exists"><source>{name} has a key already: renew it.</source><translation>{name} 已有密钥，请续期。</translation></message>
<message id="identity.technician.no_name"><source>A technician needs a name.</source><translation>技术员须有姓名。</translation></message>
<message id="cli.root_passphrase_prompt"><source>Passphrase of the workshop's root: </source><translation>维修站根证书口令：</translation></message>
</context>
</TS>
