-- CreateIndex
CREATE INDEX "messages_kind_next_try_at_idx" ON "messages"("kind", "next_try_at");
