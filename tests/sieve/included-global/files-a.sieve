require "fileinto";
fileinto "Global A";
