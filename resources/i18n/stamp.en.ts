<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context><name>stamp</name>
<message id="stamp.url"><source>{url} is not the address of a time-stamp server: it begins with http:// or https:// and has no user name in it.</source></message>
<message id="stamp.away"><source>The time-stamp server {server} could not be reached: {detail}</source></message>
<message id="stamp.slow"><source>The time-stamp server {server} did not answer within {seconds} s.</source></message>
<message id="stamp.http"><source>The time-stamp server {server} answered with HTTP status {status}.</source></message>
<message id="stamp.refused"><source>The time-stamp server {server} refused: {detail}</source></message>
<message id="stamp.rubbish"><source>What the time-stamp server {server} answered is no time stamp that can be proven.</source></message>
<message id="stamp.another"><source>The time-stamp server {server} answered another question than the one asked.</source></message>
<message id="stamp.too_large"><source>The time stamp is too large for its place in the file.</source></message>
<message id="stamp.none"><source>The report is signed and written, without a time stamp.</source></message>
</context>
</TS>
