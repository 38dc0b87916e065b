/** From a seed to the words of a mask. Depends on schemas' headers and on the words of privacy. */
package dev.tributary.masking.mask;
