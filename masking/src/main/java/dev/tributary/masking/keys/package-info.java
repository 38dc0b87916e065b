/**
 * The keys of the masked protocol and the documents signed with them: certificates, announcements, answers, revocations. Private
 * halves never stand in a text, a log or an error. Depends on mask's secrets and on schemas.
 */
package dev.tributary.masking.keys;
