<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context><name>stamp</name>
<message id="stamp.url"><source>{url} is not the address of a time-stamp server: it begins with http:// or https:// and has no user name in it.</source><translation>{url} 不是时间戳服务器的地址：地址须以 http:// 或 https:// 开头，且不含用户名。</translation></message>
<message id="stamp.away"><source>The time-stamp server {server} could not be reached: {detail}</source><translation>无法连接时间戳服务器 {server}：{detail}</translation></message>
<message id="stamp.slow"><source>The time-stamp server {server} did not answer within {seconds} s.</source><translation>时间戳服务器 {server} 未在 {seconds} 秒内应答。</translation></message>
<message id="stamp.http"><source>The time-stamp server {server} answered with HTTP status {status}.</source><translation>时间戳服务器 {server} 返回 HTTP 状态 {status}。</translation></message>
<message id="stamp.refused"><source>The time-stamp server {server} refused: {detail}</source><translation>时间戳服务器 {server} 拒绝：{detail}</translation></message>
<message id="stamp.rubbish"><source>What the time-stamp server {server} answered is no time stamp that can be proven.</source><translation>时间戳服务器 {server} 返回的内容不是可验证的时间戳。</translation></message>
<message id="stamp.another"><source>The time-stamp server {server} answered another question than the one asked.</source><translation>时间戳服务器 {server} 的应答与请求不符。</translation></message>
<message id="stamp.too_large"><source>The time stamp is too large for its place in the file.</source><translation>时间戳过大，文件中容纳不下。</translation></message>
<message id="stamp.none"><source>The report is signed and written, without a time stamp.</source><translation>报告已签名并写入，但没有时间戳。</translation></message>
</context>
</TS>
