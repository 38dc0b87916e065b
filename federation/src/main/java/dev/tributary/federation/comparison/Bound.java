package dev.tributary.federation.comparison;

/** How a value that was found may differ from the planned one. */
enum Bound {
    EXACTLY("") {
        @Override
        boolean holds(String setting, String planned, String found) {
            return planned.equals(found);
        }
    },
    AT_LEAST("at least ") {
        @Override
        boolean holds(String setting, String planned, String found) {
            return number(setting, found) >= number(setting, planned);
        }
    },
    AT_MOST("at most ") {
        @Override
        boolean holds(String setting, String planned, String found) {
            return number(setting, found) <= number(setting, planned);
        }
    };

    private final String words;

    Bound(String words) {
        this.words = words;
    }

    /** Says whether a found value is as good as the planned one. */
    abstract boolean holds(String setting, String planned, String found);

    /** Shows the bound, such as {@code at least 604800000}. */
    String show(String planned) {
        return words + planned;
    }

    /** Reads a value; -1 means without limit where Kafka has it so. */
    static double number(String setting, String value) {
        double number = Double.parseDouble(value);
        return setting.startsWith("retention.") && number < 0 ? Double.POSITIVE_INFINITY : number;
    }
}
