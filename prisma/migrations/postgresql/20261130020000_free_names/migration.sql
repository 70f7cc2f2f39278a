-- Asks for the tombstone of a name within the statement that makes its account (src/services/tokens/signUps.sql.ts). A function that is volatile sees what was
-- committed while the statement waited for a deletion; the statement itself does not.
CREATE FUNCTION "is_free_name"("name" TEXT, "of_domain" TEXT, "now" TIMESTAMP(3)) RETURNS boolean LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM "tombstones" WHERE "username" = "name" AND "domain" = "of_domain" AND "free_at" > "now") THEN
        RAISE EXCEPTION 'the name % is kept', "name" USING ERRCODE = 'unique_violation';
    END IF;
    RETURN true;
END
$$;
