-- Tables whose names begin with derived_ hold nothing that is not in others: triggers write them, in the transaction of what they follow.

-- How many accounts there are: in each domain and in all ('', which is no domain), in each block of 4096 ids, with each of the states that a list is asked for.
-- The expression of the state is the one of src/db/accountExpressions.ts. A writer adds its difference and waits for nobody;
-- src/services/accounts/list/totals.sql.ts takes differences into the counts.
CREATE TABLE "derived_account_counts" (
    "domain" TEXT NOT NULL,
    "block" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,

    CONSTRAINT "derived_account_counts_pkey" PRIMARY KEY ("domain", "block", "state")
);
CREATE TABLE "derived_account_differences" (
    "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "domain" TEXT NOT NULL,
    "block" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "n" INTEGER NOT NULL
);

CREATE FUNCTION "derived_account_counts_statement"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM "derived_account_counts";
        DELETE FROM "derived_account_differences";
        RETURN NULL;
    END IF;
    INSERT INTO "derived_account_differences" ("domain", "block", "state", "n")
        WITH "changed" AS (
            SELECT "domain", "id" >> 12 AS "block",
                (CASE WHEN "blocked" THEN "activated_before_block" ELSE "activated" END)::integer + "blocked"::integer * 2 + ("deactivated_at" IS NOT NULL)::integer * 4 + "admin"::integer * 8 + ("email" IS NOT NULL)::integer * 16 + ("phone" IS NOT NULL)::integer * 32 AS "state",
                count(*)::integer * (CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END) AS "n"
            FROM "changed_accounts" GROUP BY 1, 2, 3
        )
        SELECT "domain", "block", "state", "n" FROM "changed" UNION ALL SELECT '', "block", "state", sum("n") FROM "changed" GROUP BY 2, 3;
    RETURN NULL;
END
$$;
CREATE TRIGGER "derived_account_counts_insert" AFTER INSERT ON "accounts" REFERENCING NEW TABLE AS "changed_accounts"
    FOR EACH STATEMENT EXECUTE FUNCTION "derived_account_counts_statement"();
CREATE TRIGGER "derived_account_counts_delete" AFTER DELETE ON "accounts" REFERENCING OLD TABLE AS "changed_accounts"
    FOR EACH STATEMENT EXECUTE FUNCTION "derived_account_counts_statement"();
CREATE TRIGGER "derived_account_counts_truncate" AFTER TRUNCATE ON "accounts" FOR EACH STATEMENT EXECUTE FUNCTION "derived_account_counts_statement"();

CREATE FUNCTION "derived_account_counts_update_row"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    "before" integer := (CASE WHEN OLD."blocked" THEN OLD."activated_before_block" ELSE OLD."activated" END)::integer + OLD."blocked"::integer * 2 + (OLD."deactivated_at" IS NOT NULL)::integer * 4 + OLD."admin"::integer * 8 + (OLD."email" IS NOT NULL)::integer * 16 + (OLD."phone" IS NOT NULL)::integer * 32;
    "now" integer := (CASE WHEN NEW."blocked" THEN NEW."activated_before_block" ELSE NEW."activated" END)::integer + NEW."blocked"::integer * 2 + (NEW."deactivated_at" IS NOT NULL)::integer * 4 + NEW."admin"::integer * 8 + (NEW."email" IS NOT NULL)::integer * 16 + (NEW."phone" IS NOT NULL)::integer * 32;
BEGIN
    INSERT INTO "derived_account_differences" ("domain", "block", "state", "n")
        VALUES (OLD."domain", OLD."id" >> 12, "before", -1), ('', OLD."id" >> 12, "before", -1),
            (NEW."domain", NEW."id" >> 12, "now", 1), ('', NEW."id" >> 12, "now", 1);
    RETURN NULL;
END
$$;
CREATE TRIGGER "derived_account_counts_update" AFTER UPDATE OF "domain", "activated", "blocked", "activated_before_block", "deactivated_at", "admin", "email", "phone" ON "accounts" FOR EACH ROW
    WHEN ((OLD."domain", OLD."activated", OLD."blocked", OLD."activated_before_block", OLD."deactivated_at" IS NULL, OLD."admin", OLD."email" IS NULL, OLD."phone" IS NULL)
        IS DISTINCT FROM (NEW."domain", NEW."activated", NEW."blocked", NEW."activated_before_block", NEW."deactivated_at" IS NULL, NEW."admin", NEW."email" IS NULL, NEW."phone" IS NULL))
    EXECUTE FUNCTION "derived_account_counts_update_row"();

INSERT INTO "derived_account_counts" ("domain", "block", "state", "n")
    SELECT "domain", "id" >> 12,
        (CASE WHEN "blocked" THEN "activated_before_block" ELSE "activated" END)::integer + "blocked"::integer * 2 + ("deactivated_at" IS NOT NULL)::integer * 4 + "admin"::integer * 8 + ("email" IS NOT NULL)::integer * 16 + ("phone" IS NOT NULL)::integer * 32, count(*)
    FROM "accounts" GROUP BY 1, 2, 3;
INSERT INTO "derived_account_counts" ("domain", "block", "state", "n")
    SELECT '', "block", "state", sum("n") FROM "derived_account_counts" GROUP BY 2, 3;

-- The indexes that lists and searches use are made by src/db/migrate/indexes.ts: writers need not wait for them, and one takes an extension.
