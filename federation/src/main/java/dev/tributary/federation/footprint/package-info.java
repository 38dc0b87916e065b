/** Estimates how many bytes a federation writes and keeps. Depends on provisioning and settings. */
package dev.tributary.federation.footprint;
