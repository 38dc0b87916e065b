/**
 * Rights of each role of a federation on the cluster, and no more, as text for other tools. Depends on settings' topic
 * names and on provisioning's writers of scripts and resources.
 */
package dev.tributary.federation.access;
