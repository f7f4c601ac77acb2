require "include";
if true { return; }
keep;
