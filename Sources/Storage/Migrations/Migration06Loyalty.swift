extension Migration {
    /// A balance is the sum of its movements and of its lots, always; a coupon's uses are its rows of uses.
    static let loyalty = Migration(
        number: 6, name: "customers, coupons, cards, returns", statements: kinds + coupons + cards + returns)

    private static let kinds: [Statement] = [
        .keyed(
            """
            CREATE TABLE customers (
                company TEXT NOT NULL,
                code TEXT NOT NULL,
                identifier TEXT,
                name TEXT NOT NULL,
                last_name TEXT NOT NULL,
                email TEXT NOT NULL,
                type TEXT NOT NULL,
                segment TEXT NOT NULL,
                is_active BIGINT NOT NULL,
                PRIMARY KEY (company, code))
            """),
        """
        CREATE INDEX customers_by_identifier ON customers (company, identifier) WHERE identifier IS NOT NULL
        """,
        .keyed(
            """
            CREATE TABLE coupon_types (
                company TEXT NOT NULL,
                code TEXT NOT NULL,
                kind TEXT NOT NULL,
                is_electronic BIGINT NOT NULL,
                prefix TEXT NOT NULL,
                base TEXT NOT NULL,
                format TEXT NOT NULL,
                valid_days BIGINT,
                valid_from BIGINT,
                valid_to BIGINT,
                max_uses BIGINT NOT NULL,
                is_nominative BIGINT NOT NULL,
                is_active BIGINT NOT NULL,
                mail_template TEXT NOT NULL,
                PRIMARY KEY (company, code))
            """),
        .keyed(
            """
            CREATE TABLE card_types (
                company TEXT NOT NULL,
                code TEXT NOT NULL,
                unit TEXT NOT NULL,
                kind TEXT NOT NULL,
                needs_customer BIGINT NOT NULL,
                is_rechargeable BIGINT NOT NULL,
                is_transferable BIGINT NOT NULL,
                is_active BIGINT NOT NULL,
                points_lifetime BIGINT,
                PRIMARY KEY (company, code))
            """),
    ]

    private static let coupons: [Statement] = [
        .keyed(
            """
            CREATE TABLE coupon_counters (
                company TEXT NOT NULL,
                name TEXT NOT NULL,
                last BIGINT NOT NULL,
                PRIMARY KEY (company, name))
            """),
        """
        CREATE TABLE coupons (
            company TEXT NOT NULL,
            bar_code TEXT NOT NULL,
            type TEXT NOT NULL,
            state TEXT NOT NULL,
            uses BIGINT NOT NULL CHECK (uses >= 0),
            blocks BIGINT NOT NULL CHECK (blocks >= 0),
            valid_from BIGINT NOT NULL,
            valid_to BIGINT,
            customer TEXT,
            value_kind TEXT,
            value BIGINT,
            issued_by TEXT,
            benefit TEXT NOT NULL,
            issue_number BIGINT NOT NULL,
            settled_by TEXT,
            events BIGINT NOT NULL,
            changed_at BIGINT NOT NULL,
            PRIMARY KEY (company, bar_code))
        """,
        "CREATE INDEX coupons_by_issuer ON coupons (issued_by, issue_number) WHERE issued_by IS NOT NULL",
        """
        CREATE INDEX coupons_ending ON coupons (company, valid_to) WHERE valid_to IS NOT NULL AND state = 'active'
        """,
        """
        CREATE INDEX coupons_ended ON coupons (changed_at) WHERE state IN ('consumed', 'cancelled', 'expired')
        """,
        .keyed(
            """
            CREATE TABLE coupon_uses (
                transaction_id TEXT NOT NULL,
                company TEXT NOT NULL,
                bar_code TEXT NOT NULL,
                PRIMARY KEY (transaction_id, company, bar_code))
            """),
        "CREATE INDEX coupon_uses_by_coupon ON coupon_uses (company, bar_code)",
        .keyed(
            """
            CREATE TABLE coupon_events (
                company TEXT NOT NULL,
                bar_code TEXT NOT NULL,
                number BIGINT NOT NULL,
                event TEXT NOT NULL,
                transaction_id TEXT,
                at BIGINT NOT NULL,
                PRIMARY KEY (company, bar_code, number))
            """),
    ]

    private static let cards: [Statement] = [
        """
        CREATE TABLE cards (
            company TEXT NOT NULL,
            number TEXT NOT NULL,
            type TEXT NOT NULL,
            state TEXT NOT NULL,
            blocks BIGINT NOT NULL CHECK (blocks >= 0),
            customer TEXT,
            balance1 BIGINT NOT NULL CHECK (balance1 >= 0),
            balance2 BIGINT NOT NULL CHECK (balance2 >= 0),
            valid_to BIGINT,
            movements BIGINT NOT NULL,
            PRIMARY KEY (company, number))
        """,
        "CREATE INDEX cards_by_customer ON cards (company, customer, type) WHERE customer IS NOT NULL",
        """
        CREATE INDEX cards_ending ON cards (company, valid_to)
        WHERE valid_to IS NOT NULL AND state IN ('active', 'disabled')
        """,
        """
        CREATE TABLE card_movements (
            company TEXT NOT NULL,
            card TEXT NOT NULL,
            number BIGINT NOT NULL,
            account TEXT NOT NULL,
            kind TEXT NOT NULL,
            points BIGINT NOT NULL,
            balance BIGINT NOT NULL,
            transaction_id TEXT,
            sale TEXT,
            at BIGINT NOT NULL,
            PRIMARY KEY (company, card, number))
        """,
        "CREATE INDEX card_movements_by_sale ON card_movements (sale) WHERE sale IS NOT NULL",
        "CREATE INDEX card_movements_by_age ON card_movements (at) WHERE kind <> 'carried'",
        .keyed(
            """
            CREATE TABLE point_lots (
                company TEXT NOT NULL,
                card TEXT NOT NULL,
                account TEXT NOT NULL,
                lot BIGINT NOT NULL,
                points BIGINT NOT NULL CHECK (points >= 0),
                expires BIGINT,
                PRIMARY KEY (company, card, account, lot))
            """),
        "CREATE INDEX point_lots_ending ON point_lots (company, expires) WHERE expires IS NOT NULL AND points > 0",
        .keyed(
            """
            CREATE TABLE point_draws (
                company TEXT NOT NULL,
                card TEXT NOT NULL,
                movement BIGINT NOT NULL,
                lot BIGINT NOT NULL,
                points BIGINT NOT NULL CHECK (points > 0),
                PRIMARY KEY (company, card, movement, lot))
            """),
    ]

    private static let returns: [Statement] = [
        .keyed(
            """
            CREATE TABLE element_blocks (
                return_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                company TEXT NOT NULL,
                element TEXT NOT NULL,
                PRIMARY KEY (return_id, kind, company, element))
            """),
        """
        CREATE TABLE return_jobs (
            id TEXT NOT NULL PRIMARY KEY,
            original TEXT NOT NULL,
            company TEXT NOT NULL,
            state TEXT NOT NULL,
            attempts BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            owner TEXT,
            error TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL)
        """,
        "CREATE INDEX return_jobs_due ON return_jobs (due_at, id) WHERE state IN ('pending', 'processing')",
        "CREATE INDEX return_jobs_by_original ON return_jobs (original, created_at, id)",
        "CREATE INDEX return_jobs_by_company ON return_jobs (company, created_at, id)",
        """
        CREATE INDEX return_jobs_over ON return_jobs (updated_at) WHERE state NOT IN ('pending', 'processing')
        """,
        .keyed(
            """
            CREATE TABLE return_errors (
                job TEXT NOT NULL,
                number BIGINT NOT NULL,
                element TEXT NOT NULL,
                code BIGINT NOT NULL,
                text TEXT NOT NULL,
                PRIMARY KEY (job, number))
            """),
        .keyed(
            """
            CREATE TABLE schedules (
                name TEXT NOT NULL PRIMARY KEY,
                last_run BIGINT NOT NULL,
                owner TEXT,
                lease_until BIGINT NOT NULL)
            """),
    ]
}
