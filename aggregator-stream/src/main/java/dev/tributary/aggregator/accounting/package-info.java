/**
 * Who has been in how many releases, and the privacy loss of it, in the store of stage 2: a restart changes nothing. Depends
 * on the accountant of {@code privacy} and on the settings; knows no round.
 */
package dev.tributary.aggregator.accounting;
