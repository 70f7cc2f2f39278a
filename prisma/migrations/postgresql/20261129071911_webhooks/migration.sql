-- CreateTable
CREATE TABLE "webhooks" (
    "id" SERIAL NOT NULL,
    "space_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "webhooks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_actions" (
    "webhook_id" INTEGER NOT NULL,
    "action" TEXT NOT NULL,

    CONSTRAINT "webhook_actions_pkey" PRIMARY KEY ("webhook_id", "action")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" SERIAL NOT NULL,
    "webhook_id" INTEGER NOT NULL,
    "space_id" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "account_id" INTEGER,
    "account" TEXT,
    "activated" BOOLEAN,
    "changed" TEXT,
    "actor_kind" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "next_try_at" TIMESTAMP(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "replayed_at" TIMESTAMP(3),
    "tries_before" INTEGER NOT NULL DEFAULT 0,
    "delivered_at" TIMESTAMP(3),
    "last_error" TEXT,

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "webhooks_id_space_id_key" ON "webhooks"("id", "space_id");

-- CreateIndex
CREATE INDEX "webhooks_space_id_idx" ON "webhooks"("space_id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_created_at_idx" ON "webhook_deliveries"("created_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_webhook_id_next_try_at_idx" ON "webhook_deliveries"("webhook_id", "next_try_at");

-- AddForeignKey
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_space_id_fkey" FOREIGN KEY ("space_id") REFERENCES "spaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_actions" ADD CONSTRAINT "webhook_actions_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhooks" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_space_id_fkey" FOREIGN KEY ("webhook_id", "space_id") REFERENCES "webhooks" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is noted in the audit log is told to webhooks, in the same transaction (decision 33). A webhook that is being deleted is waited for, so that no
-- change of an account fails because of it.
CREATE FUNCTION "audit_log_to_webhooks"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM "webhook_actions") THEN
        RETURN NULL;
    END IF;
    INSERT INTO "webhook_deliveries" ("webhook_id", "space_id", "action", "account_id", "account", "activated", "changed", "actor_kind", "created_at", "next_try_at")
    SELECT "w"."id", "w"."space_id", "e"."action", "e"."account_id", "e"."account",
        CASE WHEN "e"."action" IN ('createAccount', 'unblockAccount') THEN (SELECT "activated" FROM "accounts" WHERE "id" = "e"."account_id") END,
        CASE WHEN "e"."action" = 'updateAccount' THEN "e"."detail" END,
        "e"."actor_kind", "e"."created_at", "e"."created_at"
    FROM "entries" "e"
    JOIN "spaces" "s" ON "s"."domain" = substr("e"."account", strpos("e"."account", '@') + 1)
    JOIN "webhooks" "w" ON "w"."space_id" = "s"."id" AND "w"."enabled"
    JOIN "webhook_actions" "x" ON "x"."webhook_id" = "w"."id" AND "x"."action" = "e"."action"
    ORDER BY "e"."id", "w"."id"
    FOR KEY SHARE OF "w";
    RETURN NULL;
END;
$$;

CREATE TRIGGER "audit_log_to_webhooks" AFTER INSERT ON "audit_log"
    REFERENCING NEW TABLE AS "entries" FOR EACH STATEMENT EXECUTE FUNCTION "audit_log_to_webhooks"();
