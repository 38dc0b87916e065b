/** Texts of the console that explain: meaning and remedy of a rejection, promises and gaps of privacy settings. */
package dev.tributary.console.words;
