require "fileinto";
fileinto "box 0";
fileinto "box 1";
fileinto "box 2";
fileinto "box 3";
fileinto "box 4";
