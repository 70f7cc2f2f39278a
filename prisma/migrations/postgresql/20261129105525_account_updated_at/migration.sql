-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "updated_at" TIMESTAMP(3);

-- Whatever writes an account: what it is shown with has changed.
CREATE FUNCTION "accounts_updated_at"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."updated_at" := clock_timestamp() AT TIME ZONE 'UTC';
    RETURN NEW;
END
$$;
CREATE TRIGGER "accounts_updated_at" BEFORE UPDATE ON "accounts" FOR EACH ROW
    WHEN ((OLD."username", OLD."domain", OLD."email", OLD."phone", OLD."activated", OLD."admin", OLD."blocked", OLD."activated_before_block", OLD."display_name", OLD."dtmf_protocol")
        IS DISTINCT FROM (NEW."username", NEW."domain", NEW."email", NEW."phone", NEW."activated", NEW."admin", NEW."blocked", NEW."activated_before_block", NEW."display_name", NEW."dtmf_protocol"))
    EXECUTE FUNCTION "accounts_updated_at"();
