/**
 * Mathematics of attacks that measure a leak: whose model is it, which words were typed, was a phrase or
 * an example in the training. Each works on numbers that its caller brings; none knows a federation.
 */
package dev.tributary.privacy.attack;
