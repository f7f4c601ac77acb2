require "regex";
if header :regex "subject" "(open" { stop; }
if header :regex "subject" "a**{2,1}" { stop; }
if header :regex "subject" "((((a{100}){100}){100}){100})" { stop; }
