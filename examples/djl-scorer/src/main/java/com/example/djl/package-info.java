/** Scores rows with the newest version of a federation's model, by DJL. */
package com.example.djl;
