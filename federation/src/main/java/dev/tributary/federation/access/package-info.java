/**
 * Rights of each role of a federation on the cluster, and no more: as text for other tools, and asked of a cluster. Depends on
 * settings' topic names, on provisioning's writers of scripts and resources, and on the log's cluster.
 */
package dev.tributary.federation.access;
