require "fileinto";
keep "a";
fileinto;
fileinto ["a", "b"];
fileinto 3;
fileinto :frob "a";
if size :over "a" { stop; }
if size { stop; }
if size :over { stop; }
if size :over 3 :under 5 { stop; }
if header "a" :is "b" { stop; }
if header "a" { stop; }
if address "subject" "b" { stop; }
fileinto "";
