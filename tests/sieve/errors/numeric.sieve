require "comparator-i;ascii-numeric";
if header :contains :comparator "i;ascii-numeric" "a" "1" { stop; }
if header :comparator "i;ascii-numeric" :matches "a" "1" { stop; }
if header :is :contains "a" "1" { stop; }
if header :comparator "i;octet" :comparator "i;octet" "a" "1" { stop; }
