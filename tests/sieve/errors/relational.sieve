require "relational";
if header :value "is" "subject" "a" { stop; }
if header :count "" "subject" "1" { stop; }
