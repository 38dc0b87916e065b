/** A table, a network for it, a client that trains it and an application that scores with it. */
package com.example.table;
