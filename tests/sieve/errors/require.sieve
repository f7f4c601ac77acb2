require "telepathy";
fileinto "a";
require "fileinto";
keep;
fileinto :copy "a";
