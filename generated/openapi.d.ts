// Made from the contract by `npm run generate`: do not edit.
export interface paths {
    "/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ping
         * @description Answers `pong`. It looks at nothing, not even at the database.
         */
        get: operations["ping"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Documentation page
         * @description Returns this documentation as a page for people.
         */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Contract as JSON
         * @description Returns this contract as one JSON document.
         */
        get: operations["getContractJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Contract as YAML
         * @description Returns this contract as one YAML document.
         */
        get: operations["getContractYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Liveness
         * @description Tells whether the process is alive. It looks at nothing outside of the process.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readiness
         * @description Tells whether the service can do its work, by asking everything that it needs. An answer `503` names what is down; `service` is down from the moment it is told to stop.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a token
         * @description Sends a sign-up token to a device by push notification; the payload is `{"token": "…"}`. The token makes exactly one account and expires
         *     after an hour unless the operator says otherwise. A device gets one token at a time, only a few in a day, and no more when its tokens have
         *     made as many accounts as they may. When the push fails nothing is kept, so that it can be tried again; the answer comes within five seconds.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a device have tokens again
         * @description Forgets how many tokens a device has had, and that one is under way to it: it may ask for tokens as if it were new. A token that it
         *     received before stays good.
         */
        post: operations["resetPushDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/with-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign up with a token
         * @description Creates an account with the token that the device received. The account is active at once, unless `email` or `phone` is given: then
         *     a code goes there, and the account waits for it (activation by e-mail or by phone). A token makes exactly one account, ever; a
         *     sign-up that fails does not use it up, but for the third that is refused because the phone number, or a user name that is one, is taken. The name of an account that was deleted lately is taken.
         */
        post: operations["createAccountWithToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{sip}/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Public information
         * @description Returns what anybody may know about an account, for a client that has to know its realm.
         */
        get: operations["getAccountInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{sip}/activate/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate by e-mail code
         * @description Activates an account with the code that came by e-mail, or with the confirmation key that an administrator handed over. A PIN of
         *     four digits is accepted as well, because some apps send theirs here. A wrong code, an unknown account and one that waits for no code are
         *     answered alike. A code of 13 characters
         *     bears any number of wrong tries. A PIN bears three from the address that asked for it, and three from everybody else, which void it for
         *     nobody; one that an administrator handed over bears three from one address and six in all. Beyond, 429 `too_many_tries`, and 403
         *     `code_expired` for one that is void, tell everybody that a PIN waits for this account.
         */
        post: operations["activateByEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{sip}/activate/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate by phone code
         * @description Activates an account with the PIN that came by SMS, or with the confirmation key that an administrator handed over. A wrong code, an
         *     unknown account and one that waits for no code are answered alike. A code of 13 characters
         *     bears any number of wrong tries. A PIN bears three from the address that asked for it, and three from everybody else, which void it for
         *     nobody; one that an administrator handed over bears three from one address and six in all. Beyond, 429 `too_many_tries`, and 403
         *     `code_expired` for one that is void, tell everybody that a PIN waits for this account.
         */
        post: operations["activateByPhone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account_creation_tokens/send-by-push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an account creation token
         * @description Sends an account creation token to a device by push notification. FCM carries it in the data `custom-payload`, a text that is the JSON object
         *     `{"token": "…"}`; APNs carries `customPayload`, the object itself; Web Push carries the object alone. The token makes one account and expires after an hour unless the
         *     operator says otherwise. A device has one token at a time, only a few in a day, and no more when its tokens have made as many accounts as they
         *     may. A minute after a push that has not arrived the device may ask again: it gets another token, and the first is void. Within that minute the first repetition, as
         *     after a lost answer, is answered as the first request, and nothing is sent; the next ones are `429`. When the push fails nothing is kept, so that it can
         *     be tried again; the answer comes within five seconds.
         */
        post: operations["sendCreationToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account_creation_request_tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an account creation request token
         * @description Makes a token for apps that no push reaches. The request has no body, and no `Content-Type`. A person opens `validation_url`, which ends in the
         *     token, and shows there that they are one; the app asks meanwhile for an account creation token. The request token is good for an hour and once.
         */
        post: operations["createRequestToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account_creation_tokens/using-account-creation-request-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the token of a validated request
         * @description Gives the account creation token of a request token, once its page was opened and the person there has passed. Apps ask every two seconds. Until then the answer is
         *     `404` with `token_pending` and no `errors`; a request token that is unknown, expired or used up is `422` with `errors`. Who asks again because
         *     the answer was lost gets the same account creation token, as long as that is unused.
         */
        post: operations["createTokenFromRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account_creation_tokens/consume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use up an account creation token for my account
         * @description Uses up a token for the account of whoever asks, which exists already. An account that is not activated may then look after itself as one that
         *     was made with a token: read and delete itself, change its password, and prove a phone number or an e-mail address. The same account can repeat the request.
         */
        post: operations["consumeCreationToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account_creation_tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an account creation token
         * @description Makes an account creation token to hand to somebody. It makes one account, and expires after an hour unless the operator says otherwise.
         */
        post: operations["createCreationToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/with-account-creation-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign up with an account creation token
         * @description Creates an account with an account creation token. The account waits until its owner proves a phone number or an e-mail address (`me/phone`, `me/email`), for which it may
         *     log in here, unless the operator lets it be active at once (`SIGNUP_ACTIVATION=none`). A token makes one account. A sign-up that fails does not use it up,
         *     but for the third that is refused because a user name that is a phone number is taken. The same token, user name and password again get the same account, while it waits, and for ten minutes after it was made.
         *     A token that is not good is `422` without `errors`: an app drops it then, and keeps it when a field is at fault. The name of an account that was deleted lately is taken.
         */
        post: operations["createAccountWithCreationToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account_recovery_tokens/send-by-push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an account recovery token
         * @description Sends an account recovery token to a device by push notification, in the same form as an account creation token. The app opens the page
         *     `/recovery/phone/{token}` with it. The token is good for an hour and once. A device is sent one in a minute, and only a few in a day;
         *     the same again within that minute, as after a lost answer, is answered as the first.
         */
        post: operations["sendRecoveryToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get my account
         * @description Returns the account of whoever asks.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        /**
         * Delete my account
         * @description Deletes the account of whoever asks, with everything that belongs to it, its passwords, API keys, codes and registrations. Nobody can sign
         *     up with its name for as many days as the operator has set (`TOMBSTONE_DAYS`).
         */
        delete: operations["deleteMe"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/email/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a new e-mail address
         * @description Sends a mail with a link and a code of four digits to the new address. The address of the account changes when one of them comes back;
         *     until then `email_changed` shows what is pending. Asking again replaces what was pending; asking for the same within two minutes, as
         *     clients do that lost the answer, sends nothing and leaves the code good.
         */
        post: operations["requestEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm the new e-mail address
         * @description Changes the e-mail address of the account, given the code that was sent to the new one. An account that an account creation token made,
         *     and that is not activated yet, is activated by it. A code bears three wrong tries. The same code again within ten minutes is answered alike.
         */
        post: operations["confirmEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change my password
         * @description Sets a new password, stored for the given algorithm alone (`DEFAULT_ALGORITHM`, SHA-256 unless the operator says otherwise, if none is given): what was stored for others is gone. `old_password` is required when the
         *     account has a password, whichever way the request is authenticated. Devices that registered before are removed from the SIP server,
         *     those that register afterwards stay. The password that the account has already, by the same algorithm, changes nothing. The same again
         *     within ten minutes is answered alike, also with the password of before.
         *
         *     An app keeps to the algorithm that it met first: liblinphone cannot log in with MD5 any more once it has used SHA-256, nor the other way
         *     round. So keep the algorithm that the account has, unless the password is entered anew in every app.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/phone/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a new phone number
         * @description Sends an SMS with a PIN to the new number. The number of the account changes when the PIN comes back. Asking again replaces what was
         *     pending; asking for the same within two minutes, as clients do that lost the answer, sends nothing and leaves the PIN good. A number of a country that the operator sends no SMS to is refused with 422.
         */
        post: operations["requestPhoneChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm the new phone number
         * @description Changes the phone number of the account, given the PIN that was sent to the new one. An account that an account creation token made, and
         *     that is not activated yet, is activated by it. A PIN bears three wrong tries. The same PIN again within ten minutes is answered alike.
         */
        post: operations["confirmPhoneChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/services/turn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get TURN credentials
         * @description Returns a user name and a password for the TURN server of the operator, good for a while (draft-uberti-behave-turn-rest-00).
         */
        get: operations["getTurnCredentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my devices
         * @description Returns the registered devices of the account, keyed by their unique id. On a server that has no registrar configured there are none.
         */
        get: operations["listDevices"];
        put?: never;
        post?: never;
        /**
         * Remove one of my devices, named in the body
         * @description As removing a device by its path, for clients whose URL ends before an id that it cannot hold.
         */
        delete: operations["deleteDeviceByBody"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/devices/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one of my devices
         * @description Returns one registered device of the account.
         */
        get: operations["getDevice"];
        put?: never;
        post?: never;
        /**
         * Remove one of my devices
         * @description Removes the registration of one device of the account. The device can register again with its credentials. A device whose id Flexisip
         *     cannot be told, as it has spaces, quotes or other characters than those of ASCII, is removed together with all other devices of the
         *     account: those come back by themselves when they register next. A `device_uuid` in the body counts in place of the one in the path, which
         *     some clients cannot write. The same again within ten minutes is answered alike.
         */
        delete: operations["deleteDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the devices of an account
         * @description Returns the registered devices of an account, keyed by their unique id. On a server that has no registrar configured there are none.
         */
        get: operations["listDevicesOfAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/devices/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a device of an account
         * @description Removes the registration of one device of an account. The device can register again with its credentials.
         */
        delete: operations["deleteDeviceOfAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/provisioning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a document for everybody
         * @description Returns the operator's settings for apps, without an account. An app takes it before it has one, and forgets the address. Apps ask at the root of the server.
         *     A browser that asks there without `X-Linphone-Provisioning` gets a page that explains how to set an app up.
         */
        get: operations["getProvisioning"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/provisioning/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the document of my account
         * @description Returns the operator's settings for apps, with the account of whoever asks: any number of times, so that apps ask it at each start. The hash of the password is in it, by
         *     the one algorithm that the app is challenged with (`PROVISIONING_ALGORITHM`). A 401 has one challenge, by the algorithm of the account that From names; by SHA-256 when it names none, unless the operator has set `MD5`.
         *     Apps ask at the root of the server.
         */
        get: operations["getMyProvisioning"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/provisioning/{provisioning_token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Use a link that sets up an app
         * @description Returns the operator's settings for apps, with the account of the link, and uses the link up: of several requests at once one gets the document. An account that an administrator has
         *     made and nobody has activated becomes active. HEAD is refused (405), and a browser that asks at the root without `X-Linphone-Provisioning` gets a page: neither uses
         *     the link up. Apps ask at the root of the server.
         */
        get: operations["consumeProvisioning"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/provisioning/auth_token/{auth_token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the document of the account that was attached
         * @description Returns the operator's settings for apps, with the account that another device has attached to the token. Until then it is 404. It answers the network address that asked
         *     for the token, once, and once more within a minute, as after a lost answer; then it is 404. HEAD is refused (405). Apps ask at the root of the server.
         */
        get: operations["getAttachedProvisioning"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/provisioning/qrcode/{provisioning_token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the QR code of a link
         * @description Returns the address of the link as a QR code, and uses nothing up: an image in PNG, or in SVG if `format` or `Accept: image/svg+xml` asks for it.
         */
        get: operations["getProvisioningQrCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/provision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Make a link that sets up an app of mine
         * @description Makes a link that sets up an app with the account of whoever asks, and returns the account with its token: `/provisioning/{provisioning_token}` at the root of the server is the
         *     link. It works once, for as long as the operator has set (`PROVISIONING_TTL`, 7 days). One that was made before is void.
         */
        get: operations["provisionMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/provision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Make a link that sets up an app of an account
         * @description Makes a link that sets up an app with an account, and returns the account with its token. One that was made before is void. Whoever uses the link has the account: an account that an
         *     administrator has made and nobody has activated becomes active by it. One that its owner made, or that was deactivated, takes no link before it is active. A blocked one gets none.
         */
        get: operations["provisionAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/send_provisioning_email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a link that sets up an app
         * @description Makes a link that sets up an app with an account, and sends it to the e-mail address of the account, with its QR code. The same request again within ten minutes sends nothing more.
         *     One that its owner made, or that was deactivated or blocked, gets no link before it is active.
         */
        post: operations["sendProvisioningEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my contacts
         * @description Returns the contacts of whoever asks, each once: their own, and the members of the contacts lists that they have. Of another account it tells what an app
         *     needs to call it, and nothing else.
         */
        get: operations["listOwnContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/contacts/{sip}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one of my contacts
         * @description Returns one contact of whoever asks, by its SIP address.
         */
        get: operations["getOwnContact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/vcard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my contacts as vCards
         * @description Returns the contacts of whoever asks, as vCards (RFC 6350) one after the other. Without contacts the body is empty, which apps take for an empty list. A client
         *     that sends the `ETag` of what it has in `If-None-Match` gets a `304` as long as nothing has changed. Apps ask at the root of the server.
         */
        get: operations["listContactCards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/vcard/{sip}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one of my contacts as a vCard
         * @description Returns one contact of whoever asks as a vCard, by its SIP address. Apps ask at the root of the server.
         */
        get: operations["getContactCard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the contacts of an account
         * @description Returns the contacts of an account, without those of its contacts lists.
         */
        get: operations["listContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/contacts/{contact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a contact of an account
         * @description Returns one contact of an account, if it is none of its contacts lists alone.
         */
        get: operations["getContact"];
        put?: never;
        /**
         * Add a contact to an account
         * @description Adds an account of the same domain to the contacts of an account. One that is there already stays.
         */
        post: operations["addContact"];
        /**
         * Remove a contact from an account
         * @description Removes a contact from an account. One that comes with a contacts list stays in that.
         */
        delete: operations["removeContact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/contacts_lists/{contacts_list_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an account a contacts list
         * @description Adds the members of a contacts list of the same domain to the contacts of an account. It is refused for a list that the account has already.
         */
        post: operations["addContactsList"];
        /**
         * Take a contacts list from an account
         * @description Removes a contacts list from an account. The list itself stays.
         */
        delete: operations["removeContactsList"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts_lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the contacts lists
         * @description Returns all contacts lists of a domain.
         */
        get: operations["listContactsLists"];
        put?: never;
        /**
         * Create a contacts list
         * @description Creates a contacts list without members. Its title is unique in its domain, which has 1,000 lists at most.
         */
        post: operations["createContactsList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts_lists/{contacts_list_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a contacts list
         * @description Returns a contacts list.
         */
        get: operations["getContactsList"];
        /**
         * Change a contacts list
         * @description Gives a contacts list another title and description. It stays in its domain.
         */
        put: operations["updateContactsList"];
        post?: never;
        /**
         * Delete a contacts list
         * @description Deletes a contacts list: its members go out of the contacts of all accounts that have it.
         */
        delete: operations["deleteContactsList"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts_lists/{contacts_list_id}/contacts/{contact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a member to a contacts list
         * @description Adds an account of the same domain to a contacts list. One that is there already stays.
         */
        post: operations["addContactToList"];
        /**
         * Remove a member from a contacts list
         * @description Removes an account from a contacts list.
         */
        delete: operations["removeContactFromList"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/vcards-storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my vCards
         * @description Returns the vCards of whoever asks, keyed by their UIDs.
         */
        get: operations["listOwnVcards"];
        put?: never;
        /**
         * Keep a vCard
         * @description Keeps a vCard (RFC 6350, or RFC 2426 for version 3.0) for whoever asks, in lines of at most 75 bytes. It has a UID, and no other one of the account has the same. An account
         *     keeps up to 1,000 vCards of 64 KiB each, 4 MiB in all.
         */
        post: operations["createOwnVcard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/vcards-storage/{uid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one of my vCards
         * @description Returns a vCard of whoever asks, by its UID.
         */
        get: operations["getOwnVcard"];
        /**
         * Replace one of my vCards
         * @description Replaces a vCard of whoever asks by one with the same UID.
         */
        put: operations["updateOwnVcard"];
        post?: never;
        /**
         * Delete one of my vCards
         * @description Deletes a vCard of whoever asks.
         */
        delete: operations["deleteOwnVcard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/vcards-storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the vCards of an account
         * @description Returns the vCards of an account, keyed by their UIDs.
         */
        get: operations["listVcards"];
        put?: never;
        /**
         * Keep a vCard for an account
         * @description Keeps a vCard (RFC 6350, or RFC 2426 for version 3.0) for an account, in lines of at most 75 bytes. It has a UID, and no other one of the account has the same. An account
         *     keeps up to 1,000 vCards of 64 KiB each, 4 MiB in all.
         */
        post: operations["createVcard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/vcards-storage/{uid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one of the vCards of an account
         * @description Returns a vCard of an account, by its UID.
         */
        get: operations["getVcard"];
        /**
         * Replace one of the vCards of an account
         * @description Replaces a vCard of an account by one with the same UID.
         */
        put: operations["updateVcard"];
        post?: never;
        /**
         * Delete one of the vCards of an account
         * @description Deletes a vCard of an account.
         */
        delete: operations["deleteVcard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/vcards-storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download my vCards
         * @description Returns the vCards of whoever asks as they are, one after the other. Without any the body is empty.
         */
        get: operations["downloadVcards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/vcards-storage/{uid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download one of my vCards
         * @description Returns a vCard of whoever asks as it is, by its UID.
         */
        get: operations["downloadVcard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/auth_token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask to be logged in by another device
         * @description Makes a token for a device that wants to be logged in. The device shows it, most often as a QR code; another device, which is logged in,
         *     attaches its account to it. The token is good for five minutes, and what comes of it goes to the network address that asked for the token.
         */
        post: operations["createAuthToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/auth_token/{token}/attach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Log another device in
         * @description Attaches the account to the token of another device: whoever asked for that token is let into the account. Ask the person first. The same
         *     again is answered alike.
         */
        get: operations["attachAuthToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/api_key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Make an API key for myself
         * @description Makes the one key that an account has for itself, in place of the former one, and answers with the bare key. It may do all that the account
         *     may. It ends when nobody has used it for an hour, unless the operator says otherwise, and with the account's password. The owner is told by mail.
         */
        get: operations["createOwnApiKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/api_key/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take the API key of the account that was attached
         * @description Answers with an API key of the account that another device has attached to the token, as `GET /accounts/me/api_key` makes it. Until then it is 404; ask every five
         *     seconds. It answers the network address that asked for the token. The same again is answered alike while the token is good.
         */
        get: operations["getAttachedApiKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/public": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign up with an old app
         * @description Creates an account with an account creation token, as apps from 5.0 to 5.3 do. A code goes to the e-mail address, a PIN to the phone number, and the account
         *     waits for it (activation by e-mail or by phone). One of the two is required. Without `username` the phone number is the user name; a user name that is a phone number is for
         *     whoever gives that number as `phone`. A token makes one account, ever; a sign-up that fails does not use it up, but for the third that is refused because the
         *     phone number is taken. The same token, user name and password again get the same account while it waits, and no second code is sent.
         *     With `LEGACY_APPS=off`, the default, every request is `404` with `not_enabled`.
         */
        post: operations["createPublicAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{phone}/info-by-phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Public information by phone number
         * @description Tells apps up to 5.3 whether a phone number has an account, as its user name or besides. That is more than anybody should be told: few requests are answered in an hour.
         *     With `LEGACY_APPS=off`, the default, every request is `404` with `not_enabled`.
         */
        get: operations["getAccountInfoByPhone"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/recover-by-phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a code to log in by phone
         * @description Sends a PIN to the phone number of an account, with which an app up to 5.3 logs in (`recover`). The account creation token is used up by that. A number that has no account is
         *     `404`; the third such answer uses the token up. The same request again within ten minutes is answered alike, and sends nothing; a PIN that was sent there a moment
         *     ago is kept. With `LEGACY_APPS=off`, the default, every request is `404` with `not_enabled`.
         */
        post: operations["recoverByPhone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{sip}/recover/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Log in by phone
         * @description Gives an app up to 5.3 the account of a phone number, with the hashes of its passwords, for the PIN that `recover-by-phone` has sent. Beside the documents that set apps up it is the only answer that has a hash. The PIN
         *     works once; the same request from the same address within ten minutes is answered alike, as long as the password is the same. An account that waits for its activation is activated; when strangers
         *     can have made it, it gets a password that nobody knows, so that whoever has signed up with a number of somebody else keeps nothing. The owner is told by mail.
         *     A wrong code, an unknown account and one that waits for no code are answered alike. A PIN bears three tries from the address that asked for it, and three from everybody else. With
         *     `LEGACY_APPS=off`, the default, every request is `404` with `not_enabled`.
         */
        get: operations["recoverAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts
         * @description Returns the accounts that match, in the order of their ids unless `sort` says otherwise, a page at a time. Numbered pages (`page`) come with exact counts, and links.
         *     A `cursor`, empty to start, walks through all accounts instead: it never skips or repeats one that existed throughout, and its last page costs what its
         *     first did. With `cursor`, `page` is ignored, and accounts cannot be sorted by name.
         */
        get: operations["listAccounts"];
        put?: never;
        /**
         * Create an account
         * @description Creates an account. Unless `activated` is true the answer holds a confirmation key, which activates the account through the public
         *     operations: 13 characters, or a PIN of four digits when the account has a `phone` and no `email`. `provisioning_token` is of a link that sets up an app with the
         *     account, once: hand it over to whom the account is for.
         */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create many accounts
         * @description Creates up to 1,000 accounts, each as `createAccount` would, and answers with a result for each row, in the order of the rows. A row with a
         *     fault is refused by itself, whatever the fault, and its result says why; the request fails only when it is not a list of rows at all.
         *     The good rows are kept, or none is when `all_or_nothing` is true and a row was refused: the other rows are then `skipped`.
         *     With `dry_run` nothing is written: rows that would be accepted are `would_create`.
         */
        post: operations["createAccounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an account
         * @description Returns an account, with its confirmation key if it has one.
         */
        get: operations["getAccount"];
        /**
         * Change an account
         * @description Writes an account. `email`, `phone`, `display_name` and `dtmf_protocol` become `null` when they are left out; everything else stays as it is then. `dictionary` takes
         *     the place of all entries. Another `username`, or a domain with another realm, needs the `password` too, because the stored hash would no longer fit.
         *     What is written is vouched for: no code is sent. An address that is shown and waits for its code, when sent back, waits on, unless `activated` is true. An account that moves to another domain leaves the contacts, lists and types of the former one.
         *
         *     Send the `ETag` of the last answer as `If-Match`, and nobody's change is lost: 412 says that the account has changed meanwhile.
         */
        put: operations["updateAccount"];
        post?: never;
        /**
         * Delete an account
         * @description Deletes an account with everything that belongs to it, its passwords, API keys, codes and registrations. The last administrator is not deleted.
         *     Nobody can sign up with its name for as many days as the operator has set (`TOMBSTONE_DAYS`), but administrators can create an account with it at once.
         */
        delete: operations["deleteAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the API keys of an account
         * @description Lists the API keys of an account, with the time of their last use. The keys themselves are not stored.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key for an administrator
         * @description Makes an API key for an administrator: oneself, or another one, who is told of it by mail. The answer shows the key, and nothing shows it again. The key does what
         *     the account may do, as far as its `scope` goes, from the addresses in `networks`, and until nobody has used it for `idle_minutes`. An account has at
         *     most 100 keys.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/api-keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key of an account
         * @description Revokes an API key. The next request with it is refused.
         */
        delete: operations["deleteApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/confirmation-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new confirmation key
         * @description Gives an account that is not activated yet another confirmation key: 13 characters, or a PIN of four digits when the account has a `phone` and no
         *     `email`. The former key is void, and wrong tries of it do not count any more. `confirmation_key_expires` stays if it is yet to come; otherwise the
         *     new key is good without end.
         */
        post: operations["createConfirmationKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/send_reset_password_email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a link to set a new password
         * @description Sends a mail to the account's address with a link to a page where its owner sets a new password. The link works once, for a day; one that
         *     was sent before is void. The same again within two minutes sends nothing. The old password works until then.
         */
        post: operations["sendPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/send_invitation_email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite the owner of an account
         * @description Sends a mail to the account's address with a link to a page where its owner chooses a password, and then sees the QR code that sets up an app. The
         *     account becomes active by that, if an administrator has made it. The link works once, for a week; one that was sent before is void. The same
         *     again within two minutes sends nothing.
         */
        post: operations["sendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Activate an account by GET
         * @description Activates an account, for clients that only know how to do it by GET. Prefer the POST twin, which no cache and no prefetch can trigger.
         */
        get: operations["activateAccountByGet"];
        put?: never;
        /**
         * Activate an account
         * @description Activates an account. Its confirmation key is gone afterwards. An account that already is so stays so.
         */
        post: operations["activateAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Deactivate an account by GET
         * @description Deactivates an account, for clients that only know how to do it by GET. Prefer the POST twin, which no cache and no prefetch can trigger.
         */
        get: operations["deactivateAccountByGet"];
        put?: never;
        /**
         * Deactivate an account
         * @description Deactivates an account. It can neither log in here nor, once the SIP server has forgotten its password, register there until an administrator activates it again, and its API keys are revoked. An account that already is so stays so. The last administrator is not deactivated.
         */
        post: operations["deactivateAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Block an account
         * @description Blocks an account. It gets nothing from now on, here and at the SIP server, and its devices are logged out there. Its API keys are refused, and work again after unblocking. An account that is blocked stays so. The last administrator is not blocked.
         */
        post: operations["blockAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/unblock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unblock an account
         * @description Unblocks an account. It is activated again if it was so before. Its owner logs in to the panel anew. An account that is not blocked stays as it is.
         */
        post: operations["unblockAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{sip}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find an account by its SIP address
         * @description Returns the account that has this SIP address. Flexisip calls this.
         */
        get: operations["getAccountBySip"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{email}/search-by-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find an account by its e-mail address
         * @description Returns the account that has this e-mail address, the oldest one if several have.
         */
        get: operations["getAccountByEmail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/spaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the spaces
         * @description Lists the spaces, which are the SIP domains that this server has accounts of or serves. Flexisip calls this to know the domains.
         */
        get: operations["listSpaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/spaces/{domain}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a space
         * @description Returns the space of a SIP domain.
         */
        get: operations["getSpace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/dictionary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the dictionary of an account
         * @description Returns all texts that are kept of an account, by their keys.
         */
        get: operations["getDictionary"];
        put?: never;
        post?: never;
        /**
         * Clear the dictionary of an account
         * @description Removes all texts that are kept of an account; there need be none.
         */
        delete: operations["deleteDictionary"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/dictionary/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an entry of the dictionary
         * @description Returns the text that is kept of an account under a key.
         */
        get: operations["getDictionaryEntry"];
        put?: never;
        /**
         * Set an entry of the dictionary
         * @description Keeps a text of an account under a key, in the place of one that is there. An account has 1,000 entries at most.
         */
        post: operations["setDictionaryEntry"];
        /**
         * Remove an entry of the dictionary
         * @description Removes the text that is kept of an account under a key.
         */
        delete: operations["deleteDictionaryEntry"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account_types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the account types
         * @description Lists the types that accounts of a space can have, such as those of door stations.
         */
        get: operations["listAccountTypes"];
        put?: never;
        /**
         * Make an account type
         * @description Makes a type that accounts of a space can have. A space has 1,000 types at most.
         */
        post: operations["createAccountType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account_types/{type_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an account type
         * @description Returns a type.
         */
        get: operations["getAccountType"];
        /**
         * Rename an account type
         * @description Gives a type another key. The accounts that have it keep it.
         */
        put: operations["updateAccountType"];
        post?: never;
        /**
         * Delete an account type
         * @description Deletes a type. Accounts that have it lose it.
         */
        delete: operations["deleteAccountType"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/types/{type_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an account a type
         * @description Gives an account a type of its space.
         */
        post: operations["addTypeToAccount"];
        /**
         * Take a type from an account
         * @description Takes a type from an account.
         */
        delete: operations["removeTypeFromAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the actions of an account
         * @description Lists what apps can have an account do by sending it a code in DTMF, such as to open a door.
         */
        get: operations["listAccountActions"];
        put?: never;
        /**
         * Make an action of an account
         * @description Makes something that apps can have an account do. An account has 100 actions at most.
         */
        post: operations["createAccountAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/actions/{action_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an action of an account
         * @description Returns an action of an account.
         */
        get: operations["getAccountAction"];
        /**
         * Change an action of an account
         * @description Gives an action of an account another key and code.
         */
        put: operations["updateAccountAction"];
        post?: never;
        /**
         * Delete an action of an account
         * @description Deletes an action of an account.
         */
        delete: operations["deleteAccountAction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export all that is known about me
         * @description Returns all that is kept of the account of whoever asks, as one document (GDPR article 15), with the devices that are registered for it. Passwords, codes, keys, tokens and their hashes are not in it.
         *     Who else did something is named by the kind of actor alone, and other accounts that this one administrated are not named.
         *
         *     Of the audit log it has the newest 10,000 entries. When `audit_log.next_cursor` is not null, the same request with that `cursor` has the entries before them, and all else again.
         */
        get: operations["exportMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export all that is known about an account
         * @description Returns all that is kept of an account, as one document (GDPR article 15), with the devices that are registered for it. Passwords, codes, keys, tokens and their hashes are not in it.
         *
         *     Of the audit log it has the newest 10,000 entries. When `audit_log.next_cursor` is not null, the same request with that `cursor` has the entries before them, and all else again.
         *     With a key of the scope `accounts` the entries do not say which administrator did what, nor from where.
         */
        get: operations["exportAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/external": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the external account of an account
         * @description Returns the account at another SIP server that this account goes through. Its password is not shown, nor is a hash of it.
         */
        get: operations["getExternalAccount"];
        put?: never;
        /**
         * Set the external account of an account
         * @description Gives an account its account at another SIP server, or changes the one that it has, as a whole. Flexisip's B2BUA is told.
         */
        post: operations["setExternalAccount"];
        /**
         * Delete the external account of an account
         * @description Takes the account at another SIP server from an account. Flexisip's B2BUA is told.
         */
        delete: operations["deleteExternalAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/second_factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove the second factor of an account
         * @description For an owner who has lost it: removes all passkeys, the authenticator app and the recovery codes of an account, and logs it out of the panel. Its
         *     password alone lets them in again. A mail tells its owner. Be sure that it is the owner who asks.
         */
        delete: operations["removeSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/phone_countries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the phone countries
         * @description Lists the countries with their calling codes, and whether the server sends SMS to their numbers. Others can neither sign up nor be recovered by phone.
         */
        get: operations["listPhoneCountries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/phone_countries/{country}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate a phone country
         * @description Has the server send SMS to numbers of this country, and take them at sign-up, from all its processes within seconds. Other countries with the same calling code stay as they are.
         */
        post: operations["activatePhoneCountry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/phone_countries/{country}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deactivate a phone country
         * @description Has the server send no SMS to numbers of this country, and refuse them at sign-up, from all its processes within seconds. Accounts keep the numbers that they have.
         */
        post: operations["deactivatePhoneCountry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/logins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the log-ins of an account
         * @description Returns what keeps the owner of an account from logging in, and what came of log-ins to it: at the API and in the account panel, not of devices at the SIP server.
         *     An entry is of all that came to the same from one address, the newest first, 50 good ones and 50 others at most. They are kept for `LOGIN_HISTORY_DAYS`
         *     days, 30 unless the operator says otherwise, and appear within seconds. Names that no account has are kept nowhere.
         */
        get: operations["listLogins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/login_delay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Lift the delay of log-ins
         * @description Forgets the wrong passwords of an account: those that were counted from anywhere, and those from the addresses that its log-ins are listed with. Nobody has to wait there any more. What an
         *     address has tried on all accounts together still counts.
         */
        delete: operations["deleteLoginDelay"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List mails and SMS
         * @description Returns the mails and SMS of the last 7 days, the newest first, a page at a time: what became of each, and why not. Their texts are in no answer, and addresses are masked.
         */
        get: operations["listMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the audit log
         * @description Returns who did what to which account, the newest first, a page at a time. It covers everything that changes an account: through this API, the
         *     account panel and the command line. Entries are never changed, they outlive their account, and they hold no passwords, codes, keys or addresses.
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the webhooks
         * @description Lists the webhooks of a space. Their secrets are not shown.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Make a webhook
         * @description Has a system of yours told what happens to the accounts of a space, from now on. Each event is a POST to the URL, signed with the secret that this answers, and shows
         *     once. A space has 20 webhooks at most.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a webhook
         * @description Returns a webhook. Its secret is not shown.
         */
        get: operations["getWebhook"];
        /**
         * Change a webhook
         * @description Writes a webhook as a whole; its secret stays. While it is not enabled nothing is noted for it, and what waits is not sent. What waits when it is enabled again is sent, if it is
         *     not given up by then.
         */
        put: operations["updateWebhook"];
        post?: never;
        /**
         * Delete a webhook
         * @description Deletes a webhook with its deliveries. What waits is not sent any more.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a webhook
         * @description Sends the event `webhook.test` to a webhook, whatever its events are. What comes of it is in its deliveries.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries of a webhook
         * @description Returns what a webhook was told in the last 7 days and what waits, the newest first, a page at a time.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook_id}/deliveries/{delivery_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a delivery again
         * @description Sends what a webhook was told once more, at once, under the same event id, also when it has arrived. It is tried for 3 days from now.
         */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An empty object. There is nothing to say but that it worked. */
        Empty: Record<string, never>;
        /**
         * @description The algorithm that a new password is hashed with. The digest login and the SIP server can use that one alone. Left out it is `DEFAULT_ALGORITHM`: SHA-256, unless the operator
         *     says otherwise.
         * @enum {string}
         */
        Algorithm: "MD5" | "SHA-256";
        /**
         * @description The algorithm that a stored password is hashed with. `CLRTXT`, a password in clear, occurs in imported databases and serves both others.
         * @enum {string}
         */
        StoredAlgorithm: "MD5" | "SHA-256" | "CLRTXT";
        /** @description A password of an account. Its hash is never shown. */
        AccountPassword: {
            algorithm: components["schemas"]["StoredAlgorithm"];
        };
        /** @description A change of the e-mail address that waits to be confirmed, or null. */
        EmailChange: {
            /** @description The new address. */
            new_email: string;
            /** @description When the change was asked for, in UTC. */
            created_at: string;
        } | null;
        /** @description A change of the e-mail address that waits to be confirmed, or null, as the clients of FlexiAPI 2 read it. */
        EmailChangeCode: {
            /** @description The new address. */
            email: string;
            /**
             * Format: date-time
             * @description When the change was asked for, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description The same, as another request takes the place of the former.
             */
            updated_at: string;
        } | null;
        /** @description A change of the phone number that waits to be confirmed, or null. */
        PhoneChangeCode: {
            /** @description The new number. */
            phone: string;
            /**
             * Format: date-time
             * @description When the change was asked for, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description The same, as another request takes the place of the former.
             */
            updated_at: string;
        } | null;
        /**
         * @description What administrators keep of an account, texts under keys of 1 to 255 characters. Up to 1,000 are taken.
         * @example {
         *       "floor": "3"
         *     }
         */
        Dictionary: {
            [key: string]: string;
        };
        /** @description A type that accounts can have. */
        AccountType: {
            /** @description The id of the type. */
            id: number;
            /** @description What the type is called. */
            key: string;
        };
        /**
         * @description How somebody logs in, by `digest` or `api_key` at the API, or in the account `panel`.
         * @enum {string}
         */
        LoginScheme: "digest" | "api_key" | "panel";
        /**
         * @description What came of a log-in: `ok`, or why it was refused: a `wrong` password, a `wrong_factor` beside the right one, `other_algorithm` or `other_realm` than the account has a password for, an answer that was used before
         *     (`replayed`), after many wrong ones (`limited`), or as the account was not active (`inactive`).
         * @enum {string}
         */
        LoginResult: "ok" | "wrong" | "wrong_factor" | "other_algorithm" | "other_realm" | "replayed" | "limited" | "inactive";
        /** @description What came of log-ins to an account of one kind, from one address. */
        Login: {
            scheme: components["schemas"]["LoginScheme"];
            result: components["schemas"]["LoginResult"];
            /** @description The IP address that it came from, of IPv6 the first 64 bits. */
            address: string;
            /**
             * Format: date-time
             * @description When it happened first, in UTC.
             */
            first_at: string;
            /**
             * Format: date-time
             * @description When it happened last, in UTC.
             */
            last_at: string;
            /** @description How often. Good ones count once in a minute. */
            times: number;
            /** @description What sent the last one. */
            user_agent: string | null;
            /** @description The algorithm of the last one, for `other_algorithm`. */
            asked: string | null;
            /**
             * Format: date-time
             * @description Until when the last one had to wait, in UTC, for `limited`.
             */
            until: string | null;
        };
        /** @description Something that an app has an account do, by sending it a code in DTMF. */
        AccountAction: {
            /** @description The id of the action. */
            id: number;
            /** @description What the action is called. */
            key: string;
            /** @description The DTMF code. */
            code: string;
        };
        /** @description An account. */
        Account: {
            /** @description The id of the account. */
            id: number;
            /** @description The part of the SIP address before the `@`. */
            username: string;
            /** @description The part of the SIP address behind the `@`. */
            domain: string;
            /** @description The e-mail address, proven or vouched for by an administrator; before activation the one that waits for its code. */
            email: string | null;
            /** @description The phone number, proven or vouched for by an administrator; before activation the one that waits for its code. */
            phone: string | null;
            /** @description Whether the account is activated. If not it can log in nowhere. */
            activated: boolean;
            /** @description Whether the account is an administrator. */
            admin: boolean;
            /** @description The realm that the passwords are hashed with. */
            realm: string;
            /** @description The address that the account was created from. Its owner reads it only if they made the account themselves, and `null` otherwise. */
            ip_address: string | null;
            /** @description The program that the account was created with. Its owner reads it only if they made the account themselves, and `null` otherwise. */
            user_agent: string | null;
            /** @description When the account was created, as `Y-m-d H:i:s` in UTC. */
            creation_time: string;
            /** @description Until when the confirmation key is good, as `Y-m-d H:i:s` in UTC. */
            confirmation_key_expires: string | null;
            /** @description The passwords, one for each algorithm. */
            passwords: components["schemas"]["AccountPassword"][];
            email_changed: components["schemas"]["EmailChange"];
            /** @description The SIP address of the account. */
            sip_uri: string;
            /**
             * Format: date-time
             * @description When the account was created, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When its name, domain, addresses, name to show, DTMF protocol, role or state was last changed, in UTC; when it was created if none ever was.
             */
            updated_at: string;
            /** @description Whether an administrator has blocked the account. It gets nothing then, here and at the SIP server. */
            blocked: boolean;
            /** @description The name to show to others. */
            display_name: string | null;
            /** @description How apps send this account DTMF, `sipinfo`, `rfc2833` or `sipmessage`; null when nobody has said. */
            dtmf_protocol: string | null;
            dictionary: components["schemas"]["Dictionary"];
            /** @description The types of the account. */
            types: components["schemas"]["AccountType"][];
            /** @description The actions of the account; none without a `dtmf_protocol`. */
            actions: components["schemas"]["AccountAction"][];
            /** @description The CardDAV servers that the account has credentials of. There are none. */
            carddav_servers: string[];
            phone_change_code: components["schemas"]["PhoneChangeCode"];
            email_change_code: components["schemas"]["EmailChangeCode"];
            /**
             * @description The token of the newest link that sets up an app and has not been used, or null when there is none. It is there in what an
             *     account gets of itself and in what an administrator gets of one account that they create, read or provision, never in lists.
             */
            provisioning_token?: string | null;
            /**
             * Format: date-time
             * @description Until when this token is good, in UTC; null when there is none. It comes with `provisioning_token`.
             */
            provisioning_token_expire_at?: string | null;
        };
        /**
         * @description What went wrong, for programs.
         *
         *     | code | status | meaning |
         *     |---|---|---|
         *     | `malformed_json` | 400 | The body is not JSON. |
         *     | `bad_request` | 400 | The request is no proper HTTP. |
         *     | `provisioning_header_missing` | 400 | The request lacks `X-Linphone-Provisioning`. |
         *     | `digest_uri_mismatch` | 400 | The `uri` of the digest is not the request target that arrived. |
         *     | `unauthenticated` | 401 | There are no credentials, or they are not valid. |
         *     | `admin_required` | 403 | The account is no administrator. |
         *     | `scope_missing` | 403 | The scope of the API key does not reach so far; the message names those that do. |
         *     | `account_not_activated` | 403 | The account is not activated. |
         *     | `account_blocked` | 403 | An administrator has blocked the account. |
         *     | `cross_site` | 403 | A page of another site has a browser send this. |
         *     | `no_email` | 403 | The account has no e-mail address to send to. |
         *     | `last_administrator` | 403 | Nobody else is an administrator: the account keeps the role. |
         *     | `vcard_limit_reached` | 403 | The account keeps as many vCards as it may. |
         *     | `contacts_list_already_there` | 403 | The account has the contacts list already. |
         *     | `contacts_list_not_there` | 403 | The account does not have the contacts list. |
         *     | `contact_limit_reached` | 403 | The account or the contacts list has as many contacts as it may. |
         *     | `type_already_there` | 403 | The account has the type already. |
         *     | `type_not_there` | 403 | The account does not have the type. |
         *     | `dtmf_protocol_missing` | 403 | Nobody has said how apps send the account DTMF. |
         *     | `token_already_sent` | 403, 429 | The device has an unused token. |
         *     | `token_limit_reached` | 403, 429 | The device has had as many tokens as it may. |
         *     | `code_expired` | 403, 410 | The code has expired. For activation (403) it may also be void. |
         *     | `wrong_code` | 404, 422 | The code is wrong. For activation (404) it may also be that the account does not exist or waits for none. |
         *     | `not_found` | 404 | There is no such thing. |
         *     | `not_enabled` | 404 | The operator has not enabled this operation. |
         *     | `token_pending` | 404 | Nobody has opened the page of the request token yet. Ask again in two seconds. |
         *     | `nothing_pending` | 404 | There is nothing to confirm. |
         *     | `method_not_allowed` | 405 | The path does not have this method. |
         *     | `request_timeout` | 408 | The request did not come to its end in time. |
         *     | `vcard_exists` | 409 | The account has a vCard with this UID. |
         *     | `link_expired` | 410 | The link has expired. |
         *     | `idempotency_key_in_use` | 409 | The request with this `Idempotency-Key` is being done. |
         *     | `precondition_failed` | 412 | What a `PUT` is for is not as `If-Match` says: somebody has changed it. |
         *     | `body_too_large` | 413 | The body is larger than the operation takes. |
         *     | `unsupported_media_type` | 415 | The body is not `application/json`. |
         *     | `expectation_failed` | 417 | `Expect` asks for something else than `100-continue`. |
         *     | `validation_failed` | 422 | Fields are missing or break a rule; `errors` says which. |
         *     | `username_taken` | 422 | The username exists in this domain. |
         *     | `phone_in_use` | 422 | The phone number belongs to another account. |
         *     | `title_taken` | 422 | The domain has a contacts list with this title. |
         *     | `name_taken` | 422 | The account has an API key of this name. |
         *     | `too_many_keys` | 422 | The account has as many API keys as it may. |
         *     | `invalid_token` | 422 | The token is unknown, used or expired. |
         *     | `wrong_password` | 422 | The old password is wrong. |
         *     | `email_unchanged` | 422 | The account has this e-mail address already. |
         *     | `idempotency_key_reused` | 422 | This `Idempotency-Key` came with another request. |
         *     | `too_many_tries` | 429 | Too many wrong codes were tried. |
         *     | `rate_limited` | 429 | Too many requests came, too many wrong passwords, or too many messages were sent. |
         *     | `internal_error` | 500 | The service has a defect. |
         *     | `token_not_sent` | 503 | The push failed. |
         *     | `device_gone` | 503 | The push service does not know the device any more. |
         *     | `registrar_unavailable` | 503 | The registrar is down. |
         *     | `unavailable` | 503 | The database is down. |
         * @enum {string}
         */
        ErrorCode: "malformed_json" | "bad_request" | "provisioning_header_missing" | "digest_uri_mismatch" | "unauthenticated" | "admin_required" | "scope_missing" | "account_not_activated" | "account_blocked" | "cross_site" | "no_email" | "last_administrator" | "vcard_limit_reached" | "contacts_list_already_there" | "contacts_list_not_there" | "contact_limit_reached" | "type_already_there" | "type_not_there" | "dtmf_protocol_missing" | "token_already_sent" | "token_limit_reached" | "code_expired" | "wrong_code" | "not_found" | "not_enabled" | "token_pending" | "nothing_pending" | "method_not_allowed" | "request_timeout" | "vcard_exists" | "link_expired" | "idempotency_key_in_use" | "precondition_failed" | "body_too_large" | "unsupported_media_type" | "expectation_failed" | "validation_failed" | "username_taken" | "phone_in_use" | "title_taken" | "name_taken" | "too_many_keys" | "invalid_token" | "wrong_password" | "email_unchanged" | "idempotency_key_reused" | "too_many_tries" | "rate_limited" | "internal_error" | "token_not_sent" | "device_gone" | "registrar_unavailable" | "unavailable";
        /**
         * @description The push service, as RFC 8599 names it. `apns.dev` is Apple's service for apps in development.
         * @enum {string}
         */
        PushProvider: "apns" | "apns.dev" | "fcm" | "webpush";
        /** @description A device, by the push parameters that its app uses in SIP (RFC 8599). */
        NewToken: {
            pn_provider: components["schemas"]["PushProvider"];
            /**
             * @description The parameter of the push service, the project id for `fcm`, team id and topic for `apns` (`ABCD1234EF.org.example.phone`),
             *     the keys of the subscription for `webpush` (`p256dh=…&auth=…`, in base64url).
             */
            pn_param: string;
            /** @description The id of the device at the push service, a registration token for `fcm`, a device token for `apns`, the subscription's URL for `webpush`. */
            pn_prid: string;
        };
        /** @description The fields at fault, each with its texts. */
        FieldErrors: {
            [key: string]: string[];
        };
        /** @description An error, in the only shape that errors have. */
        ErrorAnswer: {
            /** @description What went wrong, for people. */
            message: string;
            code: components["schemas"]["ErrorCode"];
            errors?: components["schemas"]["FieldErrors"];
            /** @description The id of the request, by which the server's log knows it. */
            request_id: string;
        };
        /**
         * @description The part of the SIP address before the `@`, unique in its domain. Upper case is refused, because it would break the digest. At sign-up a server asks for 6
         *     characters at least, unless its operator has set another number (`USERNAME_MIN_LENGTH`).
         */
        Username: string;
        /**
         * @description A user name that an administrator gives, as short as an extension number: the part of the SIP address before the `@`, unique in its domain. Upper case is
         *     refused, because it would break the digest.
         */
        GivenUsername: string;
        /**
         * Format: password
         * @description A password that an administrator gives, of any characters. It is hashed as it is, in UTF-8, never trimmed and never normalised. The operator may ask for more than 3
         *     characters (`GIVEN_PASSWORD_MIN_LENGTH`).
         */
        GivenSecret: string;
        /**
         * Format: password
         * @description A password that somebody chooses for themselves, at sign-up or in place of another one, of any characters. It is hashed as it is, in UTF-8, never trimmed and never
         *     normalised. The operator may ask for more than 6 characters. It is neither the user name nor the domain nor one of the 10,000 commonest passwords, in whatever case.
         */
        NewSecret: string;
        /** @description One of the domains that the server is set up for. Without it the default domain is meant. */
        DomainName: string;
        /**
         * @description An e-mail address that mail can be sent to, in any case: it is stored and shown in lower case. A domain with other letters than those of ASCII, such as `exämple.org`, is stored and shown in its ASCII form,
         *     `xn--exmple-cua.org`; before the `@` there are letters of ASCII only.
         */
        EmailAddress: string;
        /**
         * @description A phone number in international format (E.164), `+` and digits only, of a country that the server sends SMS to. Numbers of premium rate, of shared cost,
         *     of satellite phones and the like are refused.
         */
        SmsNumber: string;
        /** @description The word `pong`. */
        Pong: string;
        /** @description An HTML page. */
        Html: string;
        /** @description An OpenAPI 3.0.3 document. */
        Contract: {
            [key: string]: unknown;
        };
        /** @description An OpenAPI 3.0.3 document in YAML. */
        ContractSource: string;
        /**
         * @description Whether something works.
         * @enum {string}
         */
        HealthStatus: "ok" | "unavailable";
        /** @description What was asked, by its name, and whether it works. */
        HealthChecks: {
            [key: string]: components["schemas"]["HealthStatus"];
        };
        /** @description Whether the service works, and each thing that it needs. */
        Health: {
            status: components["schemas"]["HealthStatus"];
            checks: components["schemas"]["HealthChecks"];
        };
        /** @description What anybody may know about an account. */
        AccountInfo: {
            /** @description Whether the account is activated. */
            activated: boolean;
            /** @description The realm that the account's password is hashed with. */
            realm: string;
        };
        /** @description An account that signs itself up. */
        NewAccountWithToken: {
            username: components["schemas"]["Username"];
            password: components["schemas"]["NewSecret"];
            algorithm?: components["schemas"]["Algorithm"];
            /** @description The token that the device received. */
            token: string;
            domain?: components["schemas"]["DomainName"];
            email?: components["schemas"]["EmailAddress"];
            phone?: components["schemas"]["SmsNumber"];
        };
        /** @description A code that activates an account. */
        ActivationCode: {
            /** @description The code from the mail or the confirmation key, 13 letters or digits, or a PIN of 4 digits. */
            code: string;
        };
        /** @description An account creation request token, and the page where a person validates it. */
        RequestToken: {
            /** @description The token, 13 letters and digits. */
            token: string;
            /**
             * Format: uri
             * @description The page to open in a browser. It ends in the token.
             */
            validation_url: string;
        };
        /** @description A request token. */
        RequestTokenUse: {
            /** @description The request token. */
            account_creation_request_token: string;
        };
        /** @description An account creation token. */
        CreationToken: {
            /** @description The token, 13 letters and digits. */
            token: string;
            /** @description The address that it was asked for from. */
            ip: string | null;
            /** @description The program that has asked for it. */
            user_agent: string | null;
            /**
             * Format: date-time
             * @description Until when it is good, in UTC.
             */
            expire_at: string;
        };
        /** @description An account creation token. */
        CreationTokenUse: {
            /** @description The token. */
            account_creation_token: string;
        };
        /** @description An account creation token that an account has used up. */
        ConsumedToken: {
            /** @description The token. */
            token: string;
            /** @description Always null, because what names a device is not kept. */
            pn_provider: string | null;
            /** @description Always null, because what names a device is not kept. */
            pn_param: string | null;
            /** @description Always null, because what names a device is not kept. */
            pn_prid: string | null;
            /** @description Always true. */
            used: boolean;
            /** @description The account that has used it. */
            account_id: number;
            /** @description The address that it was used from. */
            ip: string | null;
            /** @description The program that has used it. */
            user_agent: string | null;
            /**
             * Format: date-time
             * @description Until when it was good, in UTC.
             */
            expire_at: string;
        };
        /** @description An account that signs itself up with an app of today. */
        NewAccountWithCreationToken: {
            username: components["schemas"]["Username"];
            password: components["schemas"]["NewSecret"];
            algorithm?: components["schemas"]["SignUpAlgorithm"];
            /** @description The token that the device received, or that was given for a request token. */
            account_creation_token: string;
            domain?: components["schemas"]["DomainName"];
        };
        /**
         * @description The algorithm that the password is hashed with. Left out it is `DEFAULT_ALGORITHM`: SHA-256, unless the operator says otherwise. An app goes on with the
         *     algorithm that it meets first, and can use no other one later.
         * @enum {string}
         */
        SignUpAlgorithm: "MD5" | "SHA-256";
        /** @description What a TURN server takes. */
        TurnCredentials: {
            /** @description The user name. It begins with the time that it is good until, in seconds since 1970. */
            username: string;
            /** @description The password of this user name. */
            password: string;
            /** @description For how many seconds both are good. */
            ttl: number;
            /** @description Where the TURN server is (RFC 7065). */
            uris: string[];
        };
        /** @description A code that proves an e-mail address. */
        EmailCode: {
            /** @description The code from the mail, 4 digits. Mails of before an update of the service had 13 letters or digits. */
            code: string;
        };
        /** @description A PIN that proves a phone number. */
        PinCode: {
            /** @description The PIN from the SMS, 4 digits. */
            code: string;
        };
        /** @description A new e-mail address. */
        NewEmail: {
            email: components["schemas"]["EmailAddress"];
        };
        /** @description A new password. */
        NewPassword: {
            algorithm?: components["schemas"]["Algorithm"];
            password: components["schemas"]["NewSecret"];
            /**
             * Format: password
             * @description The password that the account has now. It is required when there is one.
             */
            old_password?: string;
            /** @description Whether all API keys of the account are revoked as well. They stay if it is left out. */
            revoke_keys?: boolean;
        };
        /** @description A new phone number. */
        NewPhone: {
            phone: components["schemas"]["SmsNumber"];
        };
        /** @description A device that is registered on the SIP server. */
        Device: {
            /** @description The unique id of the device. It usually is a `urn:uuid:`, but need not be. */
            uuid: string;
            /**
             * Format: date-time
             * @description When the registration expires, in UTC.
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description When the device registered last, in UTC.
             */
            update_time: string;
            /** @description What the device says it is; null when it says nothing. */
            user_agent: string | null;
            /** @description The app, as `user_agent` names it before the first slash; all of it when there is none. */
            app: string;
            /** @description Its version, which stands behind that slash; empty when there is none. */
            version: string;
            /** @description The device, as `user_agent` names it in its first brackets; empty when there are none. */
            device_name: string;
        };
        /** @description The unique id of a device, as the list of devices has it. */
        DeviceId: string;
        /** @description The device that is to be removed. */
        DeviceToRemove: {
            device_uuid?: components["schemas"]["DeviceId"];
        };
        /** @description The device that is to be removed. */
        NamedDevice: {
            device_uuid: components["schemas"]["DeviceId"];
        };
        /** @description Devices, keyed by their unique id. */
        DeviceMap: {
            [key: string]: components["schemas"]["Device"];
        };
        /**
         * @description A configuration of Linphone in XML. Its root is `config` of the namespace `http://www.linphone.org/xsds/lpconfig.xsd`; sections have entries, each with `overwrite="true"`. The
         *     operator's own sections come first, then `misc`, `proxy_0` and exactly one `auth_info_0`, if it is about an account.
         */
        ProvisioningDocument: string;
        /**
         * Format: binary
         * @description An image in PNG.
         */
        PngImage: string;
        /** @description An image in SVG. */
        SvgImage: string;
        /** @description A kind of account, such as a door station. */
        ContactType: {
            /** @description The id of the type. */
            id: number;
            /** @description Its name. */
            key: string;
        };
        /** @description A command that an app sends to the contact by DTMF during a call. */
        ContactAction: {
            /** @description The id of the action. */
            id: number;
            /** @description What the command does, such as `open-door`. */
            key: string;
            /** @description The digits that are sent. */
            code: string;
        };
        /** @description What an account is told of another one that is among its contacts. */
        Contact: {
            /** @description The id of the account. */
            id: number;
            /** @description The part of its SIP address before the `@`. */
            username: string;
            /** @description The part of its SIP address behind the `@`. */
            domain: string;
            /** @description Whether it is activated. If not, no call reaches it. */
            activated: boolean;
            /** @description How it takes DTMF, `sipinfo`, `rfc2833` or `sipmessage`; null when nobody has said. */
            dtmf_protocol: string | null;
            /** @description Its name for people, or null. */
            display_name: string | null;
            /** @description Its SIP address. */
            sip_uri: string;
            /** @description What kinds of account it is. */
            types: components["schemas"]["ContactType"][];
            /** @description The commands that it takes. There are none without `dtmf_protocol`. */
            actions: components["schemas"]["ContactAction"][];
        };
        /** @description Contacts. */
        Contacts: components["schemas"]["Contact"][];
        /** @description The accounts that are the contacts of another one. */
        ContactAccounts: components["schemas"]["Account"][];
        /** @description The contacts as vCards (RFC 6350), one after the other; empty when there are none. */
        ContactCards: string;
        /** @description The title of a list, unique in its domain. Blanks around it are left out. */
        ContactsListTitle: string;
        /** @description What the list is for, in some lines. */
        ContactsListDescription: string;
        /** @description The texts of a contacts list. */
        ContactsListTexts: {
            title: components["schemas"]["ContactsListTitle"];
            description: components["schemas"]["ContactsListDescription"];
        };
        /** @description A contacts list that is to be created. */
        NewContactsList: {
            title: components["schemas"]["ContactsListTitle"];
            description: components["schemas"]["ContactsListDescription"];
            /** @description The domain that it is for, that of whoever asks without it. */
            domain?: string;
        };
        /** @description Contacts that several accounts share. */
        ContactsList: {
            /** @description The id of the list. */
            id: number;
            /** @description The number of the space that its domain is. */
            space_id: number;
            /** @description The domain that it belongs to. Its members, and the accounts that have it, are all of this domain. */
            domain: string;
            /** @description Its title. */
            title: string;
            /** @description What it is for. */
            description: string;
            /** @description How many members it has. */
            contacts_count: number;
            /**
             * Format: date-time
             * @description When it was created, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When its texts were changed last, in UTC.
             */
            updated_at: string;
        };
        /** @description Contacts lists. */
        ContactsLists: components["schemas"]["ContactsList"][];
        /** @description A vCard that is to be kept. */
        NewVcard: {
            /** @description The vCard, of version 4.0 or 3.0, with FN and UID. Its lines may end in any way and be folded; they are kept with `\n`, folded anew, and otherwise as they are. */
            vcard: string;
        };
        /** @description A vCard that an account keeps. */
        Vcard: {
            /** @description The vCard. Its lines end with `\n`. */
            vcard: string;
            /**
             * Format: date-time
             * @description When it was first kept, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was replaced last, in UTC.
             */
            updated_at: string;
        };
        /** @description The vCards, keyed by their UIDs. */
        VcardMap: {
            [key: string]: components["schemas"]["Vcard"];
        };
        /** @description The vCards (RFC 6350, RFC 2426), one after the other; empty when there are none. */
        VcardText: string;
        /** @description A token for a device that wants to be logged in. */
        AuthToken: {
            /** @description The token, 32 letters and digits. */
            token: string;
            /** @description The network address that asked for it. */
            ip: string;
            /** @description What the device says it is; null when it says nothing. */
            user_agent: string | null;
            /**
             * Format: date-time
             * @description When it was made, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Until when it is good, in UTC.
             */
            expire_at: string;
        };
        /** @description An API key, 40 letters and digits, and nothing else. */
        ApiKeyText: string;
        /** @description An API key that was made for a device. */
        TakenApiKey: {
            /** @description The key, 40 letters and digits, for the header `x-api-key`. */
            api_key: string;
        };
        /** @description An account that an app up to 5.3 makes. It has `email` or `phone`. */
        NewPublicAccount: {
            username?: components["schemas"]["Username"];
            password: components["schemas"]["NewSecret"];
            algorithm?: components["schemas"]["Algorithm"];
            /** @description The token that the device received. */
            account_creation_token: string;
            domain?: components["schemas"]["DomainName"];
            email?: components["schemas"]["EmailAddress"];
            phone?: components["schemas"]["SmsNumber"];
        };
        /** @description What anybody may know about the account of a phone number. */
        PhoneInfo: {
            /** @description Whether the account is activated. */
            activated: boolean;
            /** @description The realm that the account's password is hashed with. */
            realm: string;
            /** @description Whether the account has the number besides its user name; `false` when the number is the user name. */
            phone: boolean;
        };
        /** @description A phone number whose owner wants to log in. */
        PhoneRecovery: {
            phone: components["schemas"]["SmsNumber"];
            /** @description The token that the device received. */
            account_creation_token: string;
        };
        /**
         * @description The algorithm of a hash.
         * @enum {string}
         */
        HashAlgorithm: "MD5" | "SHA-256";
        /** @description A password, by its hash. */
        PasswordHash: {
            algorithm: components["schemas"]["HashAlgorithm"];
            /** @description H(user:realm:password) in hexadecimal, which is as good as the password itself (HA1 of RFC 7616). */
            password: string;
        };
        /** @description An account with the hashes of its passwords. */
        RecoveredAccount: {
            /** @description The id of the account. */
            id: number;
            /** @description The part of the SIP address before the `@`. */
            username: string;
            /** @description The part of the SIP address behind the `@`. */
            domain: string;
            /** @description The e-mail address, proven or vouched for by an administrator; before activation the one that waits for its code. */
            email: string | null;
            /** @description The phone number, proven or vouched for by an administrator; before activation the one that waits for its code. */
            phone: string | null;
            /** @description Whether the account is activated. If not it can log in nowhere. */
            activated: boolean;
            /** @description Whether the account is an administrator. */
            admin: boolean;
            /** @description The realm that the passwords are hashed with. */
            realm: string;
            /** @description The address that the account was created from. Its owner reads it only if they made the account themselves, and `null` otherwise. */
            ip_address: string | null;
            /** @description The program that the account was created with. Its owner reads it only if they made the account themselves, and `null` otherwise. */
            user_agent: string | null;
            /** @description When the account was created, as `Y-m-d H:i:s` in UTC. */
            creation_time: string;
            /** @description Until when the confirmation key is good, as `Y-m-d H:i:s` in UTC. */
            confirmation_key_expires: string | null;
            /** @description The passwords, one for each algorithm, by their hashes. */
            passwords: components["schemas"]["PasswordHash"][];
            email_changed: components["schemas"]["EmailChange"];
            /** @description The SIP address of the account. */
            sip_uri: string;
            /**
             * Format: date-time
             * @description When the account was created, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When its name, domain, addresses, name to show, DTMF protocol, role or state was last changed, in UTC; when it was created if none ever was.
             */
            updated_at: string;
            /** @description Whether an administrator has blocked the account. It gets nothing then, here and at the SIP server. */
            blocked: boolean;
            /** @description The name to show to others. */
            display_name: string | null;
            /** @description How apps send this account DTMF, `sipinfo`, `rfc2833` or `sipmessage`; null when nobody has said. */
            dtmf_protocol: string | null;
            dictionary: components["schemas"]["Dictionary"];
            /** @description The types of the account. */
            types: components["schemas"]["AccountType"][];
            /** @description The actions of the account; none without a `dtmf_protocol`. */
            actions: components["schemas"]["AccountAction"][];
            /** @description The CardDAV servers that the account has credentials of. There are none. */
            carddav_servers: string[];
            phone_change_code: components["schemas"]["PhoneChangeCode"];
            email_change_code: components["schemas"]["EmailChangeCode"];
            /** @description Always null here. */
            provisioning_token?: string | null;
            /**
             * Format: date-time
             * @description Always null here.
             */
            provisioning_token_expire_at?: string | null;
        };
        /** @description An API key, without the key itself, of which only a hash is stored. */
        ApiKey: {
            /** @description The id of the key. */
            id: number;
            /** @description What it is called; `null` for one that was made without a name. */
            name: string | null;
            scope: components["schemas"]["ApiKeyScope"];
            /** @description Where it may be used from, in CIDR notation; empty for anywhere. */
            networks: string[];
            /** @description After how many minutes without a use it ends; `null` for never. */
            idle_minutes: number | null;
            /** @description Whether the account has made it for itself. It has one such key, which ends when nobody uses it (`API_KEY_IDLE`). */
            personal: boolean;
            /**
             * Format: date-time
             * @description When it was generated.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last used, to the minute; `null` when it never was.
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description When it ends unless it is used before, or has ended; `null` when it does not end by itself.
             */
            ends_at: string | null;
        };
        /**
         * @description What a key may do of all that its account may do.
         *
         *     | scope | meaning |
         *     |---|---|
         *     | `read` | Operations that read, but for those that have an effect or give a secret. |
         *     | `accounts` | To manage accounts and what belongs to them, except administrators, keys, and who is an administrator. |
         *     | `flexisip` | What the SIP server asks for, and nothing else. |
         *     | `admin` | Everything. |
         *
         *     Each operation says in `x-scope` which scopes it takes; all take `admin`, and one that says nothing takes that alone.
         * @enum {string}
         */
        ApiKeyScope: "read" | "accounts" | "flexisip" | "admin";
        /** @description An API key that is to be made. */
        NewApiKey: {
            /** @description What the key is called, unlike all others of its account. */
            name: string;
            scope: components["schemas"]["ApiKeyScope"];
            /**
             * @description Where it may be used from: addresses, and networks in CIDR notation, of IPv4 and IPv6. Without this, from anywhere. The address is that of the client, as the
             *     proxies tell it that the operator trusts (`TRUST_PROXY`).
             */
            networks?: string[];
            /** @description After how many minutes without a use it ends, to within a sixtieth of them. Without this it does not end by itself. */
            idle_minutes?: number;
        };
        /** @description An API key that was just made, with the key itself. */
        MadeApiKey: {
            /** @description The id of the key. */
            id: number;
            /** @description What it is called; `null` for one that was made without a name. */
            name: string | null;
            scope: components["schemas"]["ApiKeyScope"];
            /** @description Where it may be used from, in CIDR notation; empty for anywhere. */
            networks: string[];
            /** @description After how many minutes without a use it ends; `null` for never. */
            idle_minutes: number | null;
            /** @description Whether the account has made it for itself. It has one such key, which ends when nobody uses it (`API_KEY_IDLE`). */
            personal: boolean;
            /**
             * Format: date-time
             * @description When it was generated.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last used, to the minute; `null` when it never was.
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description When it ends unless it is used before, or has ended; `null` when it does not end by itself.
             */
            ends_at: string | null;
            /** @description The key, for the header `x-api-key`. It is not stored, and not shown again. */
            key: string;
        };
        /** @description The API keys of an account. */
        ApiKeyList: {
            /** @description The keys, the oldest first. */
            data: components["schemas"]["ApiKey"][];
        };
        /** @description An account as administrators see it, with its confirmation key. */
        AdminAccount: {
            /** @description The id of the account. */
            id: number;
            /** @description The part of the SIP address before the `@`. */
            username: string;
            /** @description The part of the SIP address behind the `@`. */
            domain: string;
            /** @description The e-mail address, proven or vouched for by an administrator; before activation the one that waits for its code. */
            email: string | null;
            /** @description The phone number, proven or vouched for by an administrator; before activation the one that waits for its code. */
            phone: string | null;
            /** @description Whether the account is activated. If not it can log in nowhere. */
            activated: boolean;
            /** @description Whether the account is an administrator. */
            admin: boolean;
            /** @description The realm that the passwords are hashed with. */
            realm: string;
            /** @description The address that the account was created from. */
            ip_address: string | null;
            /** @description The program that the account was created with. */
            user_agent: string | null;
            /** @description When the account was created, as `Y-m-d H:i:s` in UTC. */
            creation_time: string;
            /** @description The key that activates the account, or null when there is none. */
            confirmation_key: string | null;
            /** @description Until when the confirmation key is good, as `Y-m-d H:i:s` in UTC. */
            confirmation_key_expires: string | null;
            /** @description The passwords, one for each algorithm. */
            passwords: components["schemas"]["AccountPassword"][];
            email_changed: components["schemas"]["EmailChange"];
            /** @description The SIP address of the account. */
            sip_uri: string;
            /**
             * Format: date-time
             * @description When the account was created, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When its name, domain, addresses, name to show, DTMF protocol, role or state was last changed, in UTC; when it was created if none ever was.
             */
            updated_at: string;
            /** @description Whether an administrator has blocked the account. It gets nothing then, here and at the SIP server. */
            blocked: boolean;
            /** @description The name to show to others. */
            display_name: string | null;
            /** @description How apps send this account DTMF, `sipinfo`, `rfc2833` or `sipmessage`; null when nobody has said. */
            dtmf_protocol: string | null;
            dictionary: components["schemas"]["Dictionary"];
            /** @description The types of the account. */
            types: components["schemas"]["AccountType"][];
            /** @description The actions of the account; none without a `dtmf_protocol`. */
            actions: components["schemas"]["AccountAction"][];
            /** @description The CardDAV servers that the account has credentials of. There are none. */
            carddav_servers: string[];
            phone_change_code: components["schemas"]["PhoneChangeCode"];
            email_change_code: components["schemas"]["EmailChangeCode"];
            /**
             * @description The token of the newest link that sets up an app and has not been used, or null when there is none. It is there in what an
             *     account gets of itself and in what an administrator gets of one account that they create, read or provision, never in lists.
             */
            provisioning_token?: string | null;
            /**
             * Format: date-time
             * @description Until when this token is good, in UTC; null when there is none. It comes with `provisioning_token`.
             */
            provisioning_token_expire_at?: string | null;
        };
        /** @description An account that was searched for. */
        FoundAccount: {
            /** @description The id of the account. */
            id: number;
            /** @description The part of the SIP address before the `@`. */
            username: string;
            /** @description The part of the SIP address behind the `@`. */
            domain: string;
            /** @description The e-mail address, proven or vouched for by an administrator; before activation the one that waits for its code. */
            email: string | null;
            /** @description The phone number, proven or vouched for by an administrator; before activation the one that waits for its code. */
            phone: string | null;
            /** @description Whether the account is activated. If not it can log in nowhere. */
            activated: boolean;
            /** @description Whether the account is an administrator. */
            admin: boolean;
            /** @description The realm that the passwords are hashed with. */
            realm: string;
            /** @description The address that the account was created from. Its owner reads it only if they made the account themselves, and `null` otherwise. */
            ip_address: string | null;
            /** @description The program that the account was created with. Its owner reads it only if they made the account themselves, and `null` otherwise. */
            user_agent: string | null;
            /** @description When the account was created, as `Y-m-d H:i:s` in UTC. */
            creation_time: string;
            /** @description Until when the confirmation key is good, as `Y-m-d H:i:s` in UTC. */
            confirmation_key_expires: string | null;
            /** @description The passwords, one for each algorithm. */
            passwords: components["schemas"]["AccountPassword"][];
            email_changed: components["schemas"]["EmailChange"];
            /** @description The SIP address of the account. */
            sip_uri: string;
            /**
             * Format: date-time
             * @description When the account was created, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When its name, domain, addresses, name to show, DTMF protocol, role or state was last changed, in UTC; when it was created if none ever was.
             */
            updated_at: string;
            /** @description Whether an administrator has blocked the account. It gets nothing then, here and at the SIP server. */
            blocked: boolean;
            /** @description The name to show to others. */
            display_name: string | null;
            /** @description How apps send this account DTMF, `sipinfo`, `rfc2833` or `sipmessage`; null when nobody has said. */
            dtmf_protocol: string | null;
            dictionary: components["schemas"]["Dictionary"];
            /** @description The types of the account. */
            types: components["schemas"]["AccountType"][];
            /** @description The actions of the account; none without a `dtmf_protocol`. */
            actions: components["schemas"]["AccountAction"][];
            /** @description The CardDAV servers that the account has credentials of. There are none. */
            carddav_servers: string[];
            phone_change_code: components["schemas"]["PhoneChangeCode"];
            email_change_code: components["schemas"]["EmailChangeCode"];
            /** @description The call forwardings that Flexisip is to apply. There are none, as no operation makes any yet. */
            call_forwardings: components["schemas"]["CallForwarding"][];
        };
        /** @description Where calls to an account go instead. */
        CallForwarding: {
            /** @description When it applies, `always`, `busy` or `no_answer`. */
            type: string;
            /** @description What it leads to, `sip_uri`, `contact` or `voicemail`. */
            forward_to: string;
            /** @description The SIP URI that it leads to, if it does. */
            sip_uri: string | null;
            /** @description Whether it applies. */
            enabled: boolean;
        };
        /** @description A link to a page, for a page bar. */
        PageLink: {
            /** @description The address of the page, or null when there is none. */
            url: string | null;
            /** @description What to write on the link, `...` where pages are left out. */
            label: string;
            /** @description Whether this is the current page. */
            active: boolean;
        };
        /**
         * @description A page of accounts. `data` and `per_page` are always there. A request with `cursor` gets `next_cursor` besides and nothing else, any other
         *     request gets everything but `next_cursor`.
         */
        AccountPage: {
            /** @description The accounts of this page, in the order of their ids. */
            data: components["schemas"]["Account"][];
            /** @description How many accounts make a page. */
            per_page: number;
            /** @description The cursor of the next page, or null when this is the last one. */
            next_cursor?: string | null;
            /** @description The number of this page. */
            current_page?: number;
            /** @description The position of the first account of this page among all that match, from 1; null on an empty page. */
            from?: number | null;
            /** @description The position of the last account of this page; null on an empty page. */
            to?: number | null;
            /** @description How many accounts match. */
            total?: number;
            /** @description The number of the last page, 1 at least. */
            last_page?: number;
            /** @description The address of the list, without a query. */
            path?: string;
            /** @description The address of the first page. */
            first_page_url?: string;
            /** @description The address of the last page. */
            last_page_url?: string;
            /** @description The address of the next page, or null on the last one. */
            next_page_url?: string | null;
            /** @description The address of the page before, or null on the first one. */
            prev_page_url?: string | null;
            /** @description The links of a page bar, with one to the page before, one to each page near by and one to the next page. */
            links?: components["schemas"]["PageLink"][];
        };
        /** @description An account that an administrator creates. */
        NewAccount: {
            username: components["schemas"]["GivenUsername"];
            password: components["schemas"]["GivenSecret"];
            algorithm?: components["schemas"]["Algorithm"];
            domain?: components["schemas"]["DomainName"];
            /** @description Whether the account is active at once, false if not said. The strings `"1"` and `"0"` are understood too. */
            activated?: boolean;
            /** @description Whether the account is an administrator, false if not said. The strings `"1"` and `"0"` are understood too. */
            admin?: boolean;
            email?: components["schemas"]["EmailAddress"];
            phone?: components["schemas"]["PhoneNumber"];
            display_name?: components["schemas"]["DisplayName"];
            dtmf_protocol?: components["schemas"]["DtmfProtocol"];
            dictionary?: components["schemas"]["Dictionary"];
            /** @description Until when the confirmation key is good, as `Y-m-d H:i:s` in UTC; for ever if not said. It is ignored when `activated` is true. */
            confirmation_key_expires?: string;
        };
        /** @description What an administrator writes of an account. `null` and an empty text are the same as leaving the field out. */
        ChangedAccount: {
            /** @description The user name, as it is or another one. Another one keeps the rules of new names; one from an imported database may stay as it is. */
            username: string;
            password?: components["schemas"]["GivenSecret"];
            algorithm?: components["schemas"]["Algorithm"];
            domain?: components["schemas"]["DomainName"];
            email?: components["schemas"]["EmailAddress"];
            phone?: components["schemas"]["PhoneNumber"];
            display_name?: components["schemas"]["DisplayName"];
            dtmf_protocol?: components["schemas"]["DtmfProtocol"];
            /** @description Whether the account is activated; as it is if not said. The strings `"1"` and `"0"` are understood too. */
            activated?: boolean;
            /** @description Whether the account is an administrator; as it is if not said. The strings `"1"` and `"0"` are understood too. */
            admin?: boolean;
            /** @description Whether the account is blocked; as it is if not said. The strings `"1"` and `"0"` are understood too. */
            blocked?: boolean;
            dictionary?: components["schemas"]["Dictionary"];
        };
        /** @description The name to show to others. */
        DisplayName: string;
        /**
         * @description How apps send this account DTMF.
         * @enum {string}
         */
        DtmfProtocol: "sipinfo" | "rfc2833" | "sipmessage";
        /**
         * @description A phone number in international format (E.164), `+` and digits only. An administrator vouches for it: it need not be in the numbering plan that the
         *     server knows.
         */
        PhoneNumber: string;
        /** @description Accounts that an administrator creates together. */
        BulkAccounts: {
            /** @description The accounts. One that breaks a rule is refused by itself, unless `all_or_nothing` is true. */
            accounts: components["schemas"]["NewAccount"][];
            /** @description Whether to check only and write nothing, false if not said. */
            dry_run?: boolean;
            /** @description Whether to create none when one is refused, false if not said. */
            all_or_nothing?: boolean;
        };
        /** @description What became of the rows of a bulk request. */
        BulkResult: {
            /** @description How many accounts were created. */
            created: number;
            /** @description How many accounts a dry run would have created. */
            would_create: number;
            /** @description How many rows have a fault. */
            refused: number;
            /** @description How many rows were good, and left out because of another one's fault. */
            skipped: number;
            /** @description A result for each row, in the order of the rows. */
            results: components["schemas"]["BulkRowResult"][];
        };
        /**
         * @description What became of a row.
         *
         *     | status | meaning |
         *     |---|---|
         *     | `created` | The account exists. |
         *     | `would_create` | Without `dry_run` the account would exist. |
         *     | `refused` | The row has a fault; `code`, `message` and `errors` say which. |
         *     | `skipped` | The row is good, but another one has a fault and `all_or_nothing` was asked for. |
         * @enum {string}
         */
        BulkRowStatus: "created" | "would_create" | "refused" | "skipped";
        /** @description What became of one row. */
        BulkRowResult: {
            /** @description The row's place in the request, from 0. */
            index: number;
            status: components["schemas"]["BulkRowStatus"];
            /** @description The number of the account that was created. */
            id: number | null;
            /** @description The row's username, if it has one. */
            username: string | null;
            /** @description The account's domain; of a refused row, the one that it names. */
            domain: string | null;
            /** @description The key that activates the account, if it was created and waits for one. */
            confirmation_key: string | null;
            code?: components["schemas"]["ErrorCode"];
            /** @description Why the row was refused, for people. */
            message?: string;
            errors?: components["schemas"]["FieldErrors"];
        };
        /** @description The spaces. */
        SpaceList: components["schemas"]["Space"][];
        /** @description A SIP domain with what holds for its accounts. It has the members of FlexiAPI too, so that scripts which read them work: what is said of them holds here. */
        Space: {
            /** @description The SIP domain. */
            domain: string;
            /** @description What the space is called. It is the domain. */
            name: string;
            /** @description The realm that the passwords of its accounts are hashed with. */
            realm: string;
            /** @description Whether accounts can be made in it. Accounts of a domain that is served no more stay. */
            served: boolean;
            /** @description Whether anybody may make an account in the panel. */
            public_registration: boolean;
            /** @description Whether they may do so by their phone number, which takes an SMS. */
            phone_registration: boolean;
            /** @description The host that the API and the panel are reached at, that of `PUBLIC_URL`. It is the same for all spaces. */
            host: string;
            /** @description Whether its administrators administrate all spaces. They do. */
            super: boolean;
            /** @description Whether people of the space have the panel. They do. */
            web_panel: boolean;
            /** @description Whether accounts have types and actions. They do. */
            intercom_features: boolean;
            /** @description Whether an e-mail address belongs to one account. It may serve several. */
            unique_email: boolean;
            /** @description Whether accounts have credentials of CardDAV servers. They have none. */
            carddav_user_credentials: boolean;
            /** @description Whether apps prove an account by a client certificate. They do not. */
            client_certificate_authentication: boolean;
            /** @description How many accounts the space may have; 0 for any number. */
            max_accounts: number;
            /** @description How many accounts an app may have, as `PROVISIONING_FILE` says in its section `ui`; 0 for any number. */
            max_account: number;
            /** @description When the space ends. It never does. */
            expire_at: string | null;
            /** @description As `PROVISIONING_FILE` tells apps in its section `ui`; false if it does not say. */
            disable_chat_feature: boolean;
            /** @description As `PROVISIONING_FILE` tells apps in its section `ui`; false if it does not say. */
            disable_meetings_feature: boolean;
            /** @description As `PROVISIONING_FILE` tells apps in its section `ui`; true if it does not say. */
            disable_broadcast_feature: boolean;
            /** @description As `PROVISIONING_FILE` tells apps in its section `ui`; false if it does not say. */
            disable_call_recordings_feature: boolean;
            /** @description As `PROVISIONING_FILE` tells apps in its section `ui`; false if it does not say. */
            hide_settings: boolean;
            /** @description As `PROVISIONING_FILE` tells apps in its section `ui`; false if it does not say. */
            hide_account_settings: boolean;
            /** @description As `PROVISIONING_FILE` tells apps in its section `ui`; false if it does not say. */
            only_display_sip_uri_username: boolean;
            /** @description As `PROVISIONING_FILE` tells apps in its section `ui`; false if it does not say. */
            assistant_hide_create_account: boolean;
            /** @description As `PROVISIONING_FILE` tells apps in its section `ui`; false if it does not say. */
            assistant_disable_qr_code: boolean;
            /** @description As `PROVISIONING_FILE` tells apps in its section `ui`; false if it does not say. */
            assistant_hide_third_party_account: boolean;
            /** @description A text of the panel. There is none. */
            copyright_text: string | null;
            /** @description A text of the panel. There is none. */
            intro_registration_text: string | null;
            /** @description Who is told of subscribers. Nobody is. */
            newsletter_registration_address: string | null;
            /** @description Where apps register, as `SIP_REGISTRAR` says; null: at the domain, by TLS. */
            account_proxy_registrar_address: string | null;
            /** @description What apps are given besides, the sections of `PROVISIONING_FILE`. Anybody may read them at `/provisioning`, and accounts its `proxy_0`. */
            custom_provisioning_entries: string | null;
            /** @description Whether entries take the place of what an app has. They do. */
            custom_provisioning_overwrite_all: boolean;
            /** @description Whether apps need the header `X-Linphone-Provisioning`, as `PROVISIONING_HEADER` says. */
            provisioning_use_linphone_provisioning_header: boolean;
            /** @description The hue of pages in FlexiAPI where nobody has chosen one. The panel has colours of its own. */
            theme_hue: number;
            /** @description Whether there is a theme of the space. There is none. */
            custom_theme: boolean;
            /** @description A picture of the space. There is none. */
            logo: string | null;
            /** @description The realm that all spaces share, `SIP_REALM`; null: each has its own domain. */
            account_realm: string | null;
            digest_authentication_configuration: components["schemas"]["SpaceDigest"];
            /** @description The identity provider of the space. There is none. */
            oidc_authentication_configuration: string | null;
            /** @description The mail server of the space alone. There is none, as `MAIL_URL` is for all. */
            email_server: string | null;
            /** @description The CardDAV servers of the space. There are none. */
            carddav_servers: string[];
            /**
             * Format: date-time
             * @description Since when there is the space, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Since when its row is as it is, in UTC. What follows from the configuration does not count.
             */
            updated_at: string;
        };
        /** @description How the passwords of a space are hashed. */
        SpaceDigest: {
            /** @description The realm. */
            realm: string;
            /** @description The algorithm of a new password where nobody names one. */
            default_password_algorithm: string;
        };
        /** @description A text that is kept of an account. */
        DictionaryEntry: {
            /** @description The text. */
            value: string;
        };
        /** @description What a type or an action is called. */
        TypeKey: string;
        /** @description Types. */
        AccountTypeList: components["schemas"]["AccountType"][];
        /** @description Actions. */
        AccountActionList: components["schemas"]["AccountAction"][];
        /** @description A type that is to be made. */
        NewAccountType: {
            key: components["schemas"]["TypeKey"];
            /** @description The domain of the space. Without it that of your account is meant. */
            domain?: string;
        };
        /** @description The key of a type. */
        AccountTypeKey: {
            key: components["schemas"]["TypeKey"];
        };
        /** @description Something that apps can have an account do. */
        NewAccountAction: {
            key: components["schemas"]["TypeKey"];
            /** @description The DTMF code. */
            code: string;
        };
        /** @description All that is known about an account. */
        AccountExport: {
            /**
             * Format: date-time
             * @description When the document was made, in UTC.
             */
            exported_at: string;
            account: components["schemas"]["Account"];
            /**
             * Format: date-time
             * @description When an administrator deactivated it, in UTC; null when none did.
             */
            deactivated_at: string | null;
            /** @description Whether its owner signed up. Then `ip_address` and `user_agent` of the account are the owner’s own. */
            self_made: boolean;
            /** @description Whether it was made with an account creation token, or has consumed one. */
            token_made: boolean;
            /** @description All its actions, those too that nobody is shown as it has no `dtmf_protocol`. */
            actions: components["schemas"]["AccountAction"][];
            /** @description Addresses that a code was sent to which did not come back yet. */
            waiting_addresses: components["schemas"]["ExportedAddress"][];
            /** @description Passwords that it had until a few minutes ago. */
            previous_passwords: components["schemas"]["ExportedPassword"][];
            /** @description Whom it has in its address book. */
            contacts: components["schemas"]["ExportedContact"][];
            /** @description The contacts lists that it has in its address book. */
            contacts_lists: components["schemas"]["ExportedContactsList"][];
            /** @description The contacts lists that it is a member of. */
            member_of: components["schemas"]["ExportedMembership"][];
            /** @description How many accounts have it in their address book, lists apart. */
            contact_of: number;
            /** @description The vCards that it keeps. */
            vcards: components["schemas"]["ExportedVcard"][];
            external_account: components["schemas"]["ExportedExternalAccount"];
            devices: components["schemas"]["ExportedDevices"];
            /**
             * Format: date-time
             * @description Since when registrations of its address wait to be removed at the SIP server, in UTC; null when none do.
             */
            registration_removal_at: string | null;
            /** @description External accounts that the SIP server has yet to read anew. */
            b2bua_notices: components["schemas"]["ExportedExternalNotice"][];
            /** @description Log-ins to the account panel that have not been cleared away. */
            sessions: components["schemas"]["ExportedSession"][];
            /** @description What came of log-ins to it in the last days, as long as they are kept. */
            logins: components["schemas"]["Login"][];
            second_factor: components["schemas"]["ExportedSecondFactor"];
            /** @description Its API keys, without the keys. */
            api_keys: components["schemas"]["ExportedApiKey"][];
            /** @description Links that were made for it and have not been used, without their tokens. */
            links: components["schemas"]["ExportedLink"][];
            /** @description Other devices that it lately let in, without their tokens. */
            device_logins: components["schemas"]["ExportedDeviceLogin"][];
            /** @description Account creation tokens that it used, without the tokens. */
            creation_tokens: components["schemas"]["ExportedCreationToken"][];
            /** @description Mails and SMS to it that are waiting or were sent in the last days, without their texts. */
            messages: components["schemas"]["ExportedMessage"][];
            audit_log: components["schemas"]["ExportedAuditLog"];
        };
        /** @description An address that waits to be proven. */
        ExportedAddress: {
            /** @description What the code is for, another e-mail address or phone number or, `recovery`, a new password. */
            channel: string;
            /** @description The e-mail address or phone number. */
            address: string;
            /**
             * Format: date-time
             * @description When it was asked for, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Until when the code is good, in UTC.
             */
            expires_at: string;
        };
        /** @description A password that was changed. */
        ExportedPassword: {
            algorithm: components["schemas"]["StoredAlgorithm"];
            /**
             * Format: date-time
             * @description Until when it is kept, in UTC.
             */
            expires_at: string;
        };
        /** @description An account in an address book. */
        ExportedContact: {
            /** @description The id of the account. */
            id: number;
            /** @description Its SIP address. */
            sip_uri: string;
            /** @description The name that it shows to others. */
            display_name: string | null;
        };
        /** @description A contacts list. */
        ExportedContactsList: {
            /** @description The id of the list. */
            id: number;
            /** @description What it is called. */
            title: string;
            /** @description What it is for. */
            description: string;
            /**
             * Format: date-time
             * @description When it was made, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When its texts were changed, in UTC.
             */
            updated_at: string;
            /** @description Its members. */
            contacts: components["schemas"]["ExportedContact"][];
        };
        /** @description A contacts list that the account is a member of. */
        ExportedMembership: {
            /** @description The id of the list. */
            id: number;
            /** @description What it is called. */
            title: string;
        };
        /** @description A vCard. */
        ExportedVcard: {
            /** @description Its UID. */
            uid: string;
            /** @description The vCard. */
            vcard: string;
            /**
             * Format: date-time
             * @description When it was first kept, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was changed, in UTC.
             */
            updated_at: string;
        };
        /** @description The account at another SIP server, without its password; null when there is none. */
        ExportedExternalAccount: {
            /** @description The user name there. */
            username: string;
            /** @description The domain there. */
            domain: string;
            /** @description The realm of its password, where it is not the domain. */
            realm: string | null;
            /** @description Where it registers, if not at the domain. */
            registrar: string | null;
            /** @description The proxy that requests go through. */
            outbound_proxy: string | null;
            /** @description How it is reached, `UDP`, `TCP` or `TLS`. */
            protocol: string;
            /** @description What its password is hashed with. */
            algorithm: string;
            /**
             * Format: date-time
             * @description When it was made, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was changed, in UTC.
             */
            updated_at: string;
        } | null;
        /** @description The devices that are registered at the SIP server now. */
        ExportedDevices: {
            state: components["schemas"]["ExportedDevicesState"];
            /** @description The devices; empty unless they were read. */
            data: components["schemas"]["ExportedDevice"][];
        };
        /** @description A device. */
        ExportedDevice: {
            /** @description What names it. */
            uuid: string;
            /**
             * Format: date-time
             * @description Until when it is registered, in UTC.
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description When it last registered, in UTC.
             */
            update_time: string;
            /** @description The program on it. */
            user_agent: string | null;
            /** @description The app that this names. */
            app: string;
            /** @description Its version. */
            version: string;
            /** @description The device that this names. */
            device_name: string;
        };
        /** @description An external account that the SIP server has yet to read anew. */
        ExportedExternalNotice: {
            /** @description The user name there. */
            username: string;
            /** @description The domain there. */
            domain: string;
            /**
             * Format: date-time
             * @description When it was changed, in UTC.
             */
            created_at: string;
        };
        /** @description A log-in to the account panel. */
        ExportedSession: {
            /**
             * Format: date-time
             * @description When it began, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last used, in UTC.
             */
            last_used_at: string;
            /**
             * Format: date-time
             * @description When it ends in any case, in UTC.
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description When the password was last entered in it, in UTC; null when that is not known.
             */
            proven_at: string | null;
            /** @description The IP address of the log-in. */
            ip_address: string | null;
            /** @description The browser. */
            user_agent: string | null;
            /** @description The second factor that it began with, `passkey`, `app` or `recoveryCode`; null when it began with none. */
            factor: string | null;
            /** @description Whether another device vouched, so that no password was entered. */
            by_device: boolean;
        };
        /** @description What it logs in to the account panel with beside its password, without secrets. */
        ExportedSecondFactor: {
            /** @description Its passkeys. */
            passkeys: components["schemas"]["ExportedPasskey"][];
            app: components["schemas"]["ExportedAuthenticatorApp"];
            /** @description Its recovery codes that were not used, without the codes. */
            recovery_codes: components["schemas"]["ExportedRecoveryCode"][];
        };
        /** @description A passkey, without its keys. */
        ExportedPasskey: {
            /** @description Its id. */
            id: number;
            /** @description What its owner calls it. */
            name: string;
            /**
             * Format: date-time
             * @description When it was added, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When somebody last logged in with it, in UTC; null when nobody has.
             */
            last_used_at: string | null;
        };
        /** @description Its authenticator app, without the secret; null when it has none. */
        ExportedAuthenticatorApp: {
            /**
             * Format: date-time
             * @description When it was set up, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When somebody last logged in with it, in UTC; null when nobody has.
             */
            last_used_at: string | null;
        } | null;
        /** @description A recovery code, without the code. */
        ExportedRecoveryCode: {
            /**
             * Format: date-time
             * @description When it was made, in UTC.
             */
            created_at: string;
        };
        /** @description An API key, without the key. */
        ExportedApiKey: {
            /** @description Its id. */
            id: number;
            /** @description Its name; null when it was made without one. */
            name: string | null;
            /** @description What it may do. */
            scope: string;
            /** @description Networks that it may come from; empty for anywhere. */
            networks: string[];
            /** @description Minutes without a use after which it ends; null when it does not. */
            idle_minutes: number | null;
            /** @description Whether the account made it for itself. */
            personal: boolean;
            /**
             * Format: date-time
             * @description When it was made, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last used, in UTC.
             */
            last_used_at: string | null;
        };
        /** @description A link that works once, without its token. */
        ExportedLink: {
            /** @description What it is for, `provisioning` of an app, `passwordReset`, or `newPassword` after a right code. */
            purpose: string;
            /**
             * Format: date-time
             * @description When it was made, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Until when it is good, in UTC.
             */
            expires_at: string;
        };
        /** @description Another device that the account let in. */
        ExportedDeviceLogin: {
            /** @description The IP address of that device. */
            ip_address: string;
            /** @description The program on it. */
            user_agent: string | null;
            /**
             * Format: date-time
             * @description When the device asked, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was let in, in UTC.
             */
            attached_at: string | null;
            /**
             * Format: date-time
             * @description Until when this is kept, in UTC.
             */
            expires_at: string;
        };
        /** @description An account creation token that the account used. */
        ExportedCreationToken: {
            /**
             * Format: date-time
             * @description When it was made, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was used, in UTC.
             */
            used_at: string | null;
            /**
             * Format: date-time
             * @description Until when it was good, in UTC.
             */
            expires_at: string;
        };
        /** @description A mail or an SMS, without its text. */
        ExportedMessage: {
            /** @description How it goes, `email` or `sms`. */
            channel: string;
            /** @description What it is about. */
            kind: string;
            /** @description The address that it goes to. */
            recipient: string;
            state: components["schemas"]["ExportedMessageState"];
            /** @description How often it was tried to send it. */
            tries: number;
            /**
             * Format: date-time
             * @description When it was written, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Until when it is worth sending, in UTC.
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description When it was sent, in UTC.
             */
            sent_at: string | null;
            /**
             * Format: date-time
             * @description When it was given up, in UTC.
             */
            failed_at: string | null;
        };
        /** @description What the audit log has about the account, and what the account did. */
        ExportedAuditLog: {
            /** @description The entries, the newest first. */
            data: components["schemas"]["ExportedAuditEntry"][];
            /** @description The `cursor` of the entries before them; null when there are none. */
            next_cursor: string | null;
        };
        /** @description Something that was done to the account, or by it. */
        ExportedAuditEntry: {
            /** @description The number of the entry. */
            id: number;
            /**
             * Format: date-time
             * @description When it was done, in UTC.
             */
            created_at: string;
            /** @description What was done, an `AuditAction`. */
            action: string;
            /** @description The id of the account to which it was done. */
            account_id: number | null;
            /** @description The SIP address that this account had then, without `sip:`. In what an account gets of itself it is null for other accounts, and so is `account_id`. */
            account: string | null;
            /** @description Who did it, an `AuditActorKind`. */
            actor_kind: string;
            /** @description The id of the account that did it; null when none did and, in what an account gets of itself, when another one did. */
            actor_id: number | null;
            /** @description The IP address from which it was done; null where `actor_id` is null for that reason. */
            actor_address: string | null;
            /** @description The id of the request. */
            request_id: string | null;
            /** @description What else is known; null when nothing is. */
            detail: string | null;
        };
        /**
         * @description Whether the devices were read; `no_registrar` when nothing is known of them here, `unavailable` when the SIP server could not be asked.
         * @enum {string}
         */
        ExportedDevicesState: "read" | "no_registrar" | "unavailable";
        /**
         * @description What became of a message.
         * @enum {string}
         */
        ExportedMessageState: "waiting" | "sent" | "failed";
        /**
         * @description How the other server is reached.
         * @enum {string}
         */
        ExternalProtocol: "UDP" | "TCP" | "TLS";
        /** @description An account at another SIP server. */
        ExternalAccount: {
            /** @description The id of the external account. */
            id: number;
            /** @description The id of the account that goes through it. */
            account_id: number;
            /** @description Its user name at the other server. */
            username: string;
            /** @description Its domain, or the address of the other server. */
            domain: string;
            /** @description The realm of its password, if that is not the domain. */
            realm: string | null;
            /** @description Where it registers, if that is not the domain. */
            registrar: string | null;
            /** @description What its requests go through, if there is such a proxy. */
            outbound_proxy: string | null;
            protocol: components["schemas"]["ExternalProtocol"];
            /** @description What its password is hashed with. It is MD5. */
            algorithm: string;
            /**
             * Format: date-time
             * @description Since when the account has it, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was set last, in UTC.
             */
            updated_at: string;
        };
        /** @description An account at another SIP server, as a whole. What is left out it does not have. */
        NewExternalAccount: {
            /** @description Its user name at the other server. */
            username: string;
            /** @description Its domain, or the IPv4 or IPv6 address of the other server. With the user name it is that of one account of a space alone. */
            domain: string;
            /** @description The realm of its password, if that is not the domain. */
            realm?: string | null;
            /** @description Where it registers, if that is not the domain. */
            registrar?: string | null;
            /** @description What its requests go through, if there is such a proxy. */
            outbound_proxy?: string | null;
            protocol: components["schemas"]["ExternalProtocol"];
            /**
             * Format: password
             * @description Its password at the other server. It may be left out when the user name and the realm, or without one the domain, stay as they are. A hash of it is kept.
             */
            password?: string | null;
        };
        /** @description The countries. */
        PhoneCountryList: components["schemas"]["PhoneCountry"][];
        /** @description A country that phone numbers can be of. */
        PhoneCountry: {
            /** @description The code of the country (ISO 3166-1 alpha-2). */
            code: string;
            /** @description Its calling code, which numbers begin with. Countries share some. */
            country_code: string;
            /** @description Whether the server sends SMS to its numbers. */
            activated: boolean;
        };
        /**
         * @description What keeps somebody out.
         *
         *     | reason | meaning |
         *     |---|---|
         *     | `blocked` | The account is blocked. |
         *     | `deactivated` | The account is deactivated. |
         *     | `not_activated` | The account is not activated yet. |
         *     | `no_password` | The account has no password. |
         *     | `limited` | After many wrong passwords from there the account lets nobody in from `address` until then. |
         *     | `address_limited` | The address has tried too many passwords on all accounts together. |
         *     | `guessed` | The account had too many wrong passwords from everywhere: of the addresses that it does not know, few get through. |
         *     | `wrong` | The last log-in from there was with a wrong password. |
         *     | `wrong_factor` | The last log-in from there was with the right password and a wrong second factor. |
         *     | `other_algorithm` | The last log-in from there was by an algorithm that the account has no password for. |
         *     | `other_realm` | The last log-in from there was for another realm. |
         *     | `replayed` | The last log-in from there was an answer that had been used before. |
         * @enum {string}
         */
        LoginHindranceReason: "blocked" | "deactivated" | "not_activated" | "no_password" | "limited" | "address_limited" | "guessed" | "wrong" | "wrong_factor" | "other_algorithm" | "other_realm" | "replayed";
        /** @description Something that keeps the owner of an account from logging in, or has lately. */
        LoginHindrance: {
            reason: components["schemas"]["LoginHindranceReason"];
            /**
             * Format: date-time
             * @description Since when, or when it happened last, in UTC.
             */
            at: string | null;
            /** @description The IP address that it concerns, of IPv6 the first 64 bits; null when it concerns all. */
            address: string | null;
            /** @description How the log-in was tried, as `scheme` of an entry; null when it concerns all. */
            scheme: string | null;
            /**
             * Format: date-time
             * @description When it is over by itself, in UTC.
             */
            until: string | null;
            /** @description The algorithm of the log-in, for `other_algorithm`. */
            asked: string | null;
        };
        /** @description The log-ins of an account, and what is in their way. */
        Logins: {
            /** @description What keeps its owner from logging in, what weighs most first. */
            hindrances: components["schemas"]["LoginHindrance"][];
            /** @description What came of log-ins, the newest first. */
            data: components["schemas"]["Login"][];
        };
        /**
         * @description The way that a message goes.
         * @enum {string}
         */
        MessageChannel: "email" | "sms";
        /**
         * @description What became of a message. One that `failed` is not tried again.
         * @enum {string}
         */
        MessageState: "waiting" | "sent" | "failed";
        /**
         * @description What a message is about.
         *
         *     | kind | meaning |
         *     |---|---|
         *     | `activation` | A code that activates the account. |
         *     | `emailChange` | A code for a new e-mail address. |
         *     | `phoneChange` | A code for a new phone number. |
         *     | `provisioning` | A link that sets up an app. |
         *     | `recovery` | A code for who has forgotten the password. |
         *     | `recoveryNames` | The names of the accounts of an address. |
         *     | `passwordReset` | A link to choose a new password. |
         *     | `invitation` | A link to choose the first password. |
         *     | `test` | A test. |
         *     | `accountDeleted`, `accountRecovered`, `adminGranted`, `adminRevoked`, `apiKeyCreated`, `emailChanged`, `emailChangeNotice`, `passwordGuessed`, `passwordSet`, `phoneChanged` | A notice, with nothing to enter or to follow. |
         * @enum {string}
         */
        MessageKind: "activation" | "emailChange" | "phoneChange" | "provisioning" | "recovery" | "recoveryNames" | "passwordReset" | "invitation" | "test" | "accountDeleted" | "accountRecovered" | "adminGranted" | "adminRevoked" | "apiKeyCreated" | "emailChanged" | "emailChangeNotice" | "passwordGuessed" | "passwordSet" | "phoneChanged";
        /** @description A mail or SMS, without its text. */
        Message: {
            /** @description The number of the message. */
            id: number;
            /** @description The id of the account that it is for; null when that is gone. */
            account_id: number | null;
            channel: components["schemas"]["MessageChannel"];
            kind: components["schemas"]["MessageKind"];
            /** @description The e-mail address or phone number, masked. */
            recipient: string;
            state: components["schemas"]["MessageState"];
            /** @description How often it was tried. */
            tries: number;
            /** @description Why the last try failed. */
            last_error: string | null;
            /** @description The id of the request that it follows from, which finds it in the log of the service. */
            request_id: string | null;
            /**
             * Format: date-time
             * @description When it was written, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When what it says stops being good, in UTC.
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description When it is tried next, in UTC; null once it was sent or given up.
             */
            next_try_at: string | null;
            /**
             * Format: date-time
             * @description When it was sent, in UTC.
             */
            sent_at: string | null;
            /**
             * Format: date-time
             * @description When it was given up, in UTC.
             */
            failed_at: string | null;
        };
        /** @description A page of messages. */
        MessagePage: {
            /** @description The messages of this page, the newest first. */
            data: components["schemas"]["Message"][];
            /** @description The cursor of the next page, or null when this is the last one. */
            next_cursor: string | null;
            /** @description How many messages make a page. */
            per_page: number;
        };
        /**
         * @description What was done to an account.
         *
         *     | action | meaning |
         *     |---|---|
         *     | `createAccount` | It was created: by an administrator, with a token, by registration, or from a file. |
         *     | `activateAccount` | It was activated, by an administrator or (`anonymous`) with a code. |
         *     | `deactivateAccount` | It was deactivated. |
         *     | `blockAccount` | It was blocked. |
         *     | `unblockAccount` | It was unblocked. |
         *     | `updateAccount` | Its name, domain or what else is kept of it was changed; `detail` names what. |
         *     | `deleteAccount` | It was deleted. |
         *     | `grantAdmin` | It became an administrator. |
         *     | `revokeAdmin` | It is an administrator no more. |
         *     | `changePassword` | It got another password. |
         *     | `recoverPassword` | It got another password by a code or a link for who has forgotten the old one. |
         *     | `recoverAccount` | An app up to 5.3 logged in to it by a PIN that its phone number was sent. |
         *     | `sendPasswordReset` | A link to set another password was sent to its e-mail address. |
         *     | `sendInvitation` | A link to choose its first password was sent to its e-mail address. |
         *     | `sendCode` | An administrator had the code that it waits for sent anew. |
         *     | `changeEmail` | It got another e-mail address, by a code or from an administrator. |
         *     | `changePhone` | It got another phone number, by a code or from an administrator. |
         *     | `createApiKey` | It got an API key; `detail` has its name and scope. |
         *     | `attachDevice` | It let another device in, by a token that the device showed. |
         *     | `revokeApiKey` | One of its API keys was revoked; `detail` has its name and scope. |
         *     | `endSessions` | It was logged out of the panel everywhere. |
         *     | `endSession` | An administrator ended one log-in of it to the panel. |
         *     | `addSecondFactor` | It got a second factor for the panel; `detail` says which. |
         *     | `removeSecondFactor` | It lost a second factor; `detail` says which, or `all`. |
         *     | `renewRecoveryCodes` | It got new recovery codes, which stand in for a lost second factor. |
         *     | `useRecoveryCode` | It logged in to the panel with one of them. |
         *     | `createConfirmationKey` | It got another confirmation key. |
         *     | `createProvisioningLink` | A link was made that sets up an app once. |
         *     | `useProvisioningLink` | Such a link was used. |
         *     | `deleteDevice` | One of its devices was removed. |
         *     | `resetPushDevice` | A device may ask for sign-up tokens as if it were new. This is about no account. |
         *     | `createCreationToken` | An account creation token was made. This is about no account. |
         *     | `consumeCreationToken` | It used up an account creation token. |
         *     | `logIn` | Somebody logged in to its panel. |
         *     | `liftLoginDelay` | An administrator forgot its wrong passwords, so that nobody has to wait to log in. |
         *     | `useApiKey` | One of its API keys was used from an address that it had not been used from before; `detail` has its name and scope. |
         *     | `exportAccount` | All that is known about it was handed out, to itself or to an administrator. |
         *     | `addContact` | It got another account for a contact. |
         *     | `removeContact` | It lost a contact. |
         *     | `addContactsList` | It got a contacts list. |
         *     | `removeContactsList` | It lost a contacts list. |
         *     | `createContactsList` | A contacts list was made. This is about no account. |
         *     | `updateContactsList` | A contacts list got other texts. This is about no account. |
         *     | `deleteContactsList` | A contacts list was deleted. This is about no account. |
         *     | `addContactToList` | It was put into a contacts list. |
         *     | `removeContactFromList` | It was taken out of a contacts list. |
         *     | `changeVcards` | An administrator changed the vCards that it keeps. |
         *     | `changeExternalAccount` | It got an account at another SIP server, or that was changed. |
         *     | `deleteExternalAccount` | It lost that account. |
         *     | `changeAccountTypes` | A type that accounts can have was made, renamed or deleted. This is about no account. |
         *     | `activatePhoneCountry` | A country was activated for SMS. This is about no account. |
         *     | `deactivatePhoneCountry` | A country was deactivated for SMS. This is about no account. |
         *     | `createWebhook` | A webhook was made; `detail` has its number and name. This is about no account. |
         *     | `disableWebhook` | The service switched a webhook off, as nothing had arrived there for 5 days; `detail` has its number and name. This is about no account. |
         *     | `updateWebhook` | A webhook was changed; `detail` has its number and name. This is about no account. |
         *     | `deleteWebhook` | A webhook was deleted; `detail` has its number and name. This is about no account. |
         *     | `testWebhook` | A webhook was sent a test; `detail` has its number and name. This is about no account. |
         *     | `replayWebhookDelivery` | A webhook was sent something again; `detail` has its number and name. This is about no account. |
         *     | `importAccounts` | An administrator had the accounts of a file made; `detail` has how many. Each has an entry of its own besides. This is about no account. |
         *     | `exportAccounts` | An administrator was handed out a list of accounts, or the passwords that an import has made; `detail` says how many, or of which. This is about no account. |
         * @enum {string}
         */
        AuditAction: "createAccount" | "activateAccount" | "deactivateAccount" | "blockAccount" | "unblockAccount" | "updateAccount" | "deleteAccount" | "grantAdmin" | "revokeAdmin" | "changePassword" | "recoverPassword" | "recoverAccount" | "sendPasswordReset" | "sendInvitation" | "sendCode" | "changeEmail" | "changePhone" | "createApiKey" | "attachDevice" | "revokeApiKey" | "endSessions" | "endSession" | "addSecondFactor" | "removeSecondFactor" | "renewRecoveryCodes" | "useRecoveryCode" | "createConfirmationKey" | "createProvisioningLink" | "useProvisioningLink" | "deleteDevice" | "resetPushDevice" | "createCreationToken" | "consumeCreationToken" | "logIn" | "liftLoginDelay" | "useApiKey" | "exportAccount" | "addContact" | "removeContact" | "addContactsList" | "removeContactsList" | "createContactsList" | "updateContactsList" | "deleteContactsList" | "addContactToList" | "removeContactFromList" | "changeVcards" | "changeExternalAccount" | "deleteExternalAccount" | "changeAccountTypes" | "activatePhoneCountry" | "deactivatePhoneCountry" | "createWebhook" | "disableWebhook" | "updateWebhook" | "deleteWebhook" | "testWebhook" | "replayWebhookDelivery" | "importAccounts" | "exportAccounts";
        /**
         * @description Who did something.
         *
         *     | kind | meaning |
         *     |---|---|
         *     | `admin` | An administrator; `actor_id` says which. |
         *     | `account` | Another account; `actor_id` says which. |
         *     | `anonymous` | Somebody without credentials, with a code or a token. |
         *     | `operator` | Somebody on the command line of the server. |
         *     | `system` | The service itself. |
         * @enum {string}
         */
        AuditActorKind: "admin" | "account" | "anonymous" | "operator" | "system";
        /** @description Somebody did something to an account. */
        AuditEntry: {
            /** @description The number of the entry. */
            id: number;
            /**
             * Format: date-time
             * @description When it was done, in UTC.
             */
            created_at: string;
            action: components["schemas"]["AuditAction"];
            /** @description The id of the account to which it was done. */
            account_id: number | null;
            /** @description The SIP address that this account had then, without `sip:`. */
            account: string | null;
            actor_kind: components["schemas"]["AuditActorKind"];
            /** @description The id of the account that did it; null when none did. */
            actor_id: number | null;
            /** @description The IP address from which it was done; null for what was done on the server itself. */
            actor_address: string | null;
            /** @description The id of the request, which finds it in the log of the service. */
            request_id: string | null;
            /** @description What else is known, of an API key its name and scope, of `updateAccount` what was changed; null when nothing is. */
            detail: string | null;
        };
        /** @description A page of the audit log. */
        AuditPage: {
            /** @description The entries of this page, the newest first. */
            data: components["schemas"]["AuditEntry"][];
            /** @description The cursor of the next page, or null when this is the last one. */
            next_cursor: string | null;
            /** @description How many entries make a page. */
            per_page: number;
        };
        /**
         * @description What a webhook is told of. `webhook.test` is sent whatever it asks for.
         *
         *     | event | when |
         *     |---|---|
         *     | `account.created` | An account was made; `activated` says whether it is active at once. |
         *     | `account.activated` | It was activated. |
         *     | `account.deactivated` | It was deactivated. |
         *     | `account.blocked` | It was blocked. |
         *     | `account.unblocked` | It was unblocked; `activated` says whether it is active now. |
         *     | `account.changed` | Something of it was changed; `changed` names what, such as `password`, `email`, `phone` or `display_name`. |
         *     | `account.deleted` | It was deleted. |
         *     | `device.attached` | It let another device in, by a token that the device showed. |
         *     | `device.provisioned` | A device was set up with it, by a link or a QR code. |
         *     | `device.removed` | One of its devices was removed. |
         * @enum {string}
         */
        WebhookEvent: "account.created" | "account.activated" | "account.deactivated" | "account.blocked" | "account.unblocked" | "account.changed" | "account.deleted" | "device.attached" | "device.provisioned" | "device.removed";
        /** @description A webhook that is to be made. */
        NewWebhook: {
            /** @description What it is called. */
            name: string;
            /**
             * @description Where events are sent: `https://`, on port 443 or from 1024, without user name, password and fragment. The host must be on the public internet, or in one of the networks that the operator
             *     allows (`WEBHOOK_NETWORKS`), where `http://` may be used as well.
             */
            url: string;
            /** @description What it is told of. Without this, of all events that there are. */
            events?: components["schemas"]["WebhookEvent"][];
            /** @description The domain of the space. Without it that of your account is meant. */
            domain?: string;
        };
        /** @description A webhook as it is to be. */
        ChangedWebhook: {
            /** @description What it is called. */
            name: string;
            /**
             * @description Where events are sent: `https://`, on port 443 or from 1024, without user name, password and fragment. The host must be on the public internet, or in one of the networks that the operator
             *     allows (`WEBHOOK_NETWORKS`), where `http://` may be used as well.
             */
            url: string;
            /** @description What it is told of. */
            events: components["schemas"]["WebhookEvent"][];
            /** @description Whether it is told anything. */
            enabled: boolean;
        };
        /** @description A system of the operator's that is told what happens to the accounts of a space. */
        Webhook: {
            /** @description The number of the webhook. */
            id: number;
            /** @description What it is called. */
            name: string;
            /** @description Where events are sent. A key of the scope `read` sees the origin of it alone, as the rest may hold a secret. */
            url: string;
            /** @description What it is told of. */
            events: components["schemas"]["WebhookEvent"][];
            /** @description Whether it is told anything. */
            enabled: boolean;
            /**
             * Format: date-time
             * @description Since when nothing has arrived there, in UTC; null while what was sent last has arrived. After 5 days the service switches it off: it is not `enabled` then, and this says why.
             */
            failing_since: string | null;
            /** @description How many deliveries that waited were dropped so far, because more than 250,000 waited. The newest stay. */
            dropped: number;
            /** @description The domain of its space. */
            domain: string;
            /**
             * Format: date-time
             * @description When it was made, in UTC.
             */
            created_at: string;
        };
        /** @description A webhook that was just made, with its secret. */
        MadeWebhook: {
            /** @description The number of the webhook. */
            id: number;
            /** @description What it is called. */
            name: string;
            /** @description Where events are sent. */
            url: string;
            /** @description What it is told of. */
            events: components["schemas"]["WebhookEvent"][];
            /** @description Whether it is told anything. */
            enabled: boolean;
            /**
             * Format: date-time
             * @description Since when nothing has arrived there, in UTC; null while what was sent last has arrived. After 5 days the service switches it off: it is not `enabled` then, and this says why.
             */
            failing_since: string | null;
            /** @description How many deliveries that waited were dropped so far, because more than 250,000 waited. The newest stay. */
            dropped: number;
            /** @description The domain of its space. */
            domain: string;
            /**
             * Format: date-time
             * @description When it was made, in UTC.
             */
            created_at: string;
            /** @description What its deliveries are signed with, by the scheme of Standard Webhooks: the base64 behind `whsec_` is the key of the HMAC-SHA-256. It is not shown again. */
            secret: string;
        };
        /** @description Webhooks. */
        WebhookList: {
            /** @description The webhooks, the oldest first. */
            data: components["schemas"]["Webhook"][];
        };
        /**
         * @description What became of a delivery.
         *
         *     | state | meaning |
         *     |---|---|
         *     | `waiting` | It waits to be sent, or sent again. |
         *     | `delivered` | The far end has taken it, with a status from 200 to 299. |
         *     | `failed` | It was given up, after 3 days. |
         * @enum {string}
         */
        DeliveryState: "waiting" | "delivered" | "failed";
        /** @description An event that a webhook is told. */
        Delivery: {
            /** @description The number of the delivery. */
            id: number;
            /** @description What the far end gets as `webhook-id`, the same at each try. */
            event_id: string;
            /** @description The event, or `webhook.test`. */
            type: string;
            /** @description The id of the account that it is about; null for a test. */
            account_id: number | null;
            /** @description The SIP address that this account had then, without `sip:`; null for a test. */
            account: string | null;
            state: components["schemas"]["DeliveryState"];
            /** @description How often it was tried. */
            tries: number;
            /** @description Why the last try failed; null when none did. */
            last_error: string | null;
            /**
             * Format: date-time
             * @description When it happened, in UTC.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it is tried next, in UTC; null once it is done with.
             */
            next_try_at: string | null;
            /**
             * Format: date-time
             * @description When the far end took it, in UTC; null if it has not.
             */
            delivered_at: string | null;
        };
        /** @description A page of deliveries. */
        DeliveryPage: {
            /** @description The deliveries of this page, the newest first. */
            data: components["schemas"]["Delivery"][];
            /** @description The cursor of the next page, or null when this is the last one. */
            next_cursor: string | null;
            /** @description How many deliveries make a page. */
            per_page: number;
        };
    };
    responses: {
        /** @description It is done. */
        Done: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Empty"];
            };
        };
        /** @description The client has it already, as its `If-None-Match` says. There is no body. */
        NotModified: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description It is not as `If-Match` says. */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The body is not JSON. */
        MalformedBody: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The body is not JSON, or the digest is for another request target. */
        MalformedRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The digest is for another request target. */
        OtherTarget: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The request has no valid credentials. */
        Unauthenticated: {
            headers: {
                /**
                 * @description The digest challenge. The header comes once for each algorithm that the account has stored, MD5 first, with the same nonce.
                 * @example Digest realm="sip.example.org", qop="auth", algorithm=MD5, nonce="690872943b05e8c61f29a4e7d8035b1c2f4a7d0691e6a94b0c7f3d52", opaque="5ccc069c403ebaf9f0171e9517f40e41", charset=UTF-8
                 */
                "WWW-Authenticate": string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The credentials are right, but the account is not activated, or the scope of the API key does not reach so far; or a page of another site sends this. */
        NotActivated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /**
         * @description The credentials are right, but the account is no administrator or not activated, or the scope of the API key does not reach so far; or a page of another
         *     site sends this.
         */
        AdminRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description There is no such account. */
        AccountUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The token is unknown or has expired, or no account is attached to it yet. */
        AuthTokenUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The body is larger than 64 KiB. */
        BodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The body is not `application/json`. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description A field is missing or breaks a rule. */
        InvalidDevice: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description There is no such space. */
        SpaceUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description A query parameter breaks a rule. */
        InvalidQuery: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description Too many requests came from this address or for this account, or too many wrong passwords. */
        RateLimited: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description Too many wrong codes were tried, or too many requests came. */
        TooManyTries: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The database is down. */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The push failed and nothing was kept, the device is gone, or the database is down. */
        PushFailed: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The account is activated. */
        AccountActivated: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Account"];
            };
        };
        /** @description The code is right, but has expired; or it is a PIN from an administrator that had too many wrong tries. */
        CodeExpired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The code is wrong, or there is no such account, or it waits for no code. */
        CodeUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The code is malformed, or the phone number that it proves belongs to another account by now. */
        InvalidActivation: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The token is on its way to the device. */
        TokenOnItsWay: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Empty"];
            };
        };
        /** @description The code is on its way. */
        CodeSent: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Empty"];
            };
        };
        /** @description The code has expired. */
        CodeGone: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description No change is pending. */
        NothingPending: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The device is removed. */
        DeviceRemoved: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Empty"];
            };
        };
        /** @description The account has no such device. */
        DeviceUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The body names no device. */
        NoDevice: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The registrar or the database is down. */
        RegistrarUnavailable: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The document. */
        Document: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/xml": components["schemas"]["ProvisioningDocument"];
            };
        };
        /** @description The request lacks `X-Linphone-Provisioning`. */
        NoApp: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The link is unknown, was used, or is not the newest of its account. */
        LinkUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The link has expired. */
        LinkExpired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description There is no such account, or no such list in its domain. */
        NoListInDomain: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description There are 10,000 contacts already, whoever asks is no administrator or not activated, or a page of another site sends this. */
        ContactRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description Whoever asks has no such contact. */
        ContactUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description There is no such account, or it has no such contact. */
        NoContact: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description There is no such list. */
        ListUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description A field is missing or breaks a rule, the domain has a list of this title, or it is none of the server. */
        ContactsListRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The vCard. */
        Vcard: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                ETag: components["headers"]["StateETag"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Vcard"];
            };
        };
        /** @description The vCard of the account. */
        VcardOf: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                ETag: components["headers"]["StateETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Vcard"];
            };
        };
        /** @description There is no such account, or it has no such vCard. */
        VcardUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The account keeps as many vCards as it may or is not activated, or a page of another site sends this. */
        OwnVcardRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The account keeps as many vCards as it may, whoever asks is no administrator or not activated, or a page of another site sends this. */
        VcardRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The account has a vCard with this UID. */
        VcardExists: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The body is larger than 128 KiB. */
        VcardTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description This is no vCard that can be kept, or another one. */
        VcardInvalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description No account has this number; or apps up to 5.3 are not served here. */
        NumberUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description Somebody made this account themselves and named it after a phone number, which belongs to another account by now. */
        NumberOfAnother: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The account, activated. */
        ActivatedByAdmin: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Account"];
            };
        };
        /** @description The account, not activated. */
        DeactivatedByAdmin: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Account"];
            };
        };
        /** @description The account. */
        FoundAccount: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["FoundAccount"];
            };
        };
        /** @description The credentials are right, but the account is no administrator or not activated, or it would leave nobody who is an administrator. */
        AdminRequiredAndLeft: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description There is no such account, or it has no such entry. */
        EntryUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The type. */
        Type: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                ETag: components["headers"]["StateETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["AccountType"];
            };
        };
        /** @description The action. */
        Action: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                ETag: components["headers"]["StateETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["AccountAction"];
            };
        };
        /** @description There is no such type. */
        TypeUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description There is no such account, or no such type in its space. */
        AccountOrTypeUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description There is no such account, or it has no such action. */
        ActionUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The key is missing, breaks a rule or is taken, there is no such space, or it has as many types as it may. */
        InvalidType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description A field is missing or breaks a rule, or the account has as many actions as it may. */
        InvalidAction: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The credentials are right, but the account is no administrator or not activated; a page of another site sends this; or nobody has said how apps send the account DTMF. */
        AdminRequiredAndDtmf: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The external account. */
        External: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ExternalAccount"];
            };
        };
        /** @description There is no such account, or it has no external account. */
        NoExternal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description There is no such country. */
        CountryUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The webhook. */
        Webhook: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                ETag: components["headers"]["StateETag"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Webhook"];
            };
        };
        /** @description The delivery, which waits to be sent. */
        Delivery: {
            headers: {
                "Authentication-Info": components["headers"]["Authentication-Info"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Delivery"];
            };
        };
        /** @description There is no such webhook. */
        WebhookUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description A field is missing or breaks a rule, there is no such space, or it has as many webhooks as it may. */
        InvalidWebhook: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description The request with this `Idempotency-Key` is being done. */
        IdempotencyKeyInUse: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description This `Idempotency-Key` came with another request. */
        IdempotencyKeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
    };
    parameters: {
        /**
         * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
         * @example sip:bob@sip.example.org
         */
        From: string;
        /**
         * @description The id of an account.
         * @example 3
         */
        Id: number;
        /**
         * @description The domain of the space. Without it that of your account is meant.
         * @example sip.example.org
         */
        SpaceDomain: string;
        /**
         * @description How many entries make a page.
         * @example 20
         */
        PerPage: number;
        /**
         * @description Where to go on, the `next_cursor` of the answer before. Empty to start.
         * @example YTI
         */
        Cursor: string;
        /**
         * @description The `ETag` of what the client has. If that is still right, the answer is `304` without a body.
         * @example "Zk9vQm6uYw1n0PzT3hXc7A"
         */
        IfNoneMatch: string;
        /**
         * @description The `ETag` of the state that the change is for, or several of them; `*` for any.
         * @example "x3PZ5yLrRk2mXqv1"
         */
        IfMatch: string;
        /**
         * @description The SIP address of an account, with or without `sip:` in front.
         * @example carol@sip.example.org
         */
        Sip: string;
        /**
         * @description The unique id of a device, as the list of devices has it, percent-encoded.
         * @example urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0a001
         */
        Uuid: string;
        /**
         * @description Any value. It tells an app from a link preview, and must be there unless the operator has set `PROVISIONING_HEADER` to `optional`, for apps before 5.3.
         * @example 1
         */
        AppHeader: string;
        /**
         * @description The token of the link.
         * @example aB3dE6gH9jK2m
         */
        ProvisioningToken: string;
        /**
         * @description Whatever its value, the account gets a new password, which is in the document alone. Everything that used the old one has to log in again.
         * @example 1
         */
        ResetPassword: string;
        /**
         * @description The id of the account that is the contact.
         * @example 2
         */
        ContactId: number;
        /**
         * @description The id of a contacts list.
         * @example 1
         */
        ContactsListId: number;
        /**
         * @description The SIP address of a contact, with or without `sip:` in front.
         * @example carol@sip.example.org
         */
        ContactSip: string;
        /**
         * @description The UID of a vCard; of a `urn:uuid:` the UUID alone will do.
         * @example urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6
         */
        VcardUid: string;
        /**
         * @description The token of the device that wants to be logged in.
         * @example k3VbN8xQ0mRtY5pLwZcD7sFgH2jA9uEi
         */
        AuthTokenInPath: string;
        /**
         * @description The key, percent-encoded.
         * @example floor
         */
        Key: string;
        /**
         * @description The id of a type.
         * @example 5
         */
        TypeId: number;
        /**
         * @description The id of an action.
         * @example 8
         */
        ActionId: number;
        /**
         * @description The code of the country (ISO 3166-1 alpha-2), in any case.
         * @example FR
         */
        Country: string;
        /**
         * @description The id of a webhook.
         * @example 3
         */
        WebhookId: number;
        /**
         * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
         * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
         */
        IdempotencyKey: string;
    };
    requestBodies: {
        /** @description The vCard. */
        Vcard: {
            content: {
                "application/json": components["schemas"]["NewVcard"];
            };
        };
    };
    headers: {
        /**
         * @description The server's own digest, with which the client can check that the server knows the password. It is there when the request was authenticated by digest.
         * @example rspauth="98fb7731ff5cdba6c712610c9361f13d", qop=auth, cnonce="0a4f113b~9c2e", nc=00000001
         */
        "Authentication-Info": string;
        /**
         * @description What tells this text from any other one (RFC 9110 section 8.8.3).
         * @example "Zk9vQm6uYw1n0PzT3hXc7A"
         */
        ETag: string;
        /**
         * @description The state of what `PUT` can write. Send it as `If-Match` to change just this state.
         * @example "x3PZ5yLrRk2mXqv1"
         */
        StateETag: string;
        /**
         * @description The limit that this operation has, how many requests of it are left (`r`), and in how many seconds they are counted anew (`t`), as
         *     draft-ietf-httpapi-ratelimit-headers-10 writes them. It comes with errors of the operation too. It is absent where something else
         *     than requests was counted, wrong passwords for one, and when the operator has turned limits off.
         * @example "info";r=599;t=60
         */
        RateLimit: string;
        /**
         * @description The limit itself, so many requests (`q`) in so many seconds (`w`). It comes with `RateLimit`.
         * @example "info";q=600;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description After how many seconds it is worth trying again.
         * @example 30
         */
        "Retry-After": number;
        /**
         * @description Has a browser save the document as a file (RFC 6266).
         * @example attachment; filename="account-2.json"
         */
        Attachment: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ping: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service answers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": components["schemas"]["Pong"];
                };
            };
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The documentation page. */
            200: {
                headers: {
                    /**
                     * @description What the page may load and run, nothing from elsewhere.
                     * @example default-src 'none'; script-src 'self'
                     */
                    "Content-Security-Policy": string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": components["schemas"]["Html"];
                };
            };
        };
    };
    getContractJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This contract. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contract"];
                };
            };
        };
    };
    getContractYaml: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This contract. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": components["schemas"]["ContractSource"];
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process is alive. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything that the service needs is there. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Something that the service needs is down. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The device that the token goes to. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description The token is on its way. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            400: components["responses"]["MalformedBody"];
            /** @description The device has a token already, or has had as many as it may. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidDevice"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["PushFailed"];
        };
    };
    resetPushDevice: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The device. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description The device is as new. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            400: components["responses"]["MalformedBody"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            /** @description No token was sent to this device. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            409: components["responses"]["IdempotencyKeyInUse"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidDevice"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAccountWithToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The account to create and the token that allows it. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccountWithToken"];
            };
        };
        responses: {
            /** @description The account exists. It is active, or waits for the code that was sent. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["MalformedBody"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description A field is missing or breaks a rule, the token is not good, or the username or phone number belongs to an account already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAccountInfo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The SIP address of an account, with or without `sip:` in front.
                 * @example carol@sip.example.org
                 */
                sip: components["parameters"]["Sip"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What anybody may know about the account. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountInfo"];
                };
            };
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    activateByEmail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The SIP address of an account, with or without `sip:` in front.
                 * @example carol@sip.example.org
                 */
                sip: components["parameters"]["Sip"];
            };
            cookie?: never;
        };
        /** @description The code that activates the account. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivationCode"];
            };
        };
        responses: {
            200: components["responses"]["AccountActivated"];
            400: components["responses"]["MalformedBody"];
            403: components["responses"]["CodeExpired"];
            404: components["responses"]["CodeUnknown"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidActivation"];
            429: components["responses"]["TooManyTries"];
            503: components["responses"]["Unavailable"];
        };
    };
    activateByPhone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The SIP address of an account, with or without `sip:` in front.
                 * @example carol@sip.example.org
                 */
                sip: components["parameters"]["Sip"];
            };
            cookie?: never;
        };
        /** @description The code that activates the account. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActivationCode"];
            };
        };
        responses: {
            200: components["responses"]["AccountActivated"];
            400: components["responses"]["MalformedBody"];
            403: components["responses"]["CodeExpired"];
            404: components["responses"]["CodeUnknown"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidActivation"];
            429: components["responses"]["TooManyTries"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendCreationToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The device that the token goes to. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            200: components["responses"]["TokenOnItsWay"];
            400: components["responses"]["MalformedBody"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidDevice"];
            /** @description The device was sent a token a moment ago, or has had as many as it may, or too many requests came. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            503: components["responses"]["PushFailed"];
        };
    };
    createRequestToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request token, and the page to open. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestToken"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createTokenFromRequest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The request token. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestTokenUse"];
            };
        };
        responses: {
            /** @description The account creation token. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreationToken"];
                };
            };
            400: components["responses"]["MalformedBody"];
            /** @description The page of the request token was not opened yet, or the person there has not passed yet. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The request token is missing, unknown, expired or used up. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    consumeCreationToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The token. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreationTokenUse"];
            };
        };
        responses: {
            /** @description The token, which is used up. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsumedToken"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            /** @description An administrator has deactivated the account, or a page of another site sends this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description The token is unknown or expired, or another account has used it. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            409: components["responses"]["IdempotencyKeyInUse"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The token is missing. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createCreationToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token. It is shown this once. */
            201: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreationToken"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAccountWithCreationToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The account to create and the token that allows it. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccountWithCreationToken"];
            };
        };
        responses: {
            /** @description The account exists. It waits for its owner to prove an address, or is active. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["MalformedBody"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description A field is missing or breaks a rule, or the user name belongs to an account already; without `errors` the token is not good. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendRecoveryToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The device of whoever wants to recover an account. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            200: components["responses"]["TokenOnItsWay"];
            400: components["responses"]["MalformedBody"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidDevice"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["PushFailed"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteMe: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    requestEmailChange: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The new e-mail address. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEmail"];
            };
        };
        responses: {
            200: components["responses"]["CodeSent"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            409: components["responses"]["IdempotencyKeyInUse"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The e-mail address is malformed, or the one that the account has already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    confirmEmailChange: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The code that was sent to the new e-mail address. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailCode"];
            };
        };
        responses: {
            /** @description The account, with its new e-mail address. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            404: components["responses"]["NothingPending"];
            409: components["responses"]["IdempotencyKeyInUse"];
            410: components["responses"]["CodeGone"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The code is malformed or wrong, or the account cannot be activated under its name. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["TooManyTries"];
            503: components["responses"]["Unavailable"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The new password and the old one. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            409: components["responses"]["IdempotencyKeyInUse"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description A field is missing or breaks a rule, or the old password is missing or wrong. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    requestPhoneChange: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The new phone number. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPhone"];
            };
        };
        responses: {
            200: components["responses"]["CodeSent"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            409: components["responses"]["IdempotencyKeyInUse"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The phone number is not valid, or belongs to another account. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    confirmPhoneChange: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The PIN that was sent to the new phone number. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PinCode"];
            };
        };
        responses: {
            /** @description The account, with its new phone number. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            404: components["responses"]["NothingPending"];
            409: components["responses"]["IdempotencyKeyInUse"];
            410: components["responses"]["CodeGone"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The PIN is malformed or wrong, or the phone number or the name belongs to another account by now. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["TooManyTries"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTurnCredentials: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The credentials. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TurnCredentials"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            /** @description The operator has no TURN server. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDevices: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The registered devices, keyed by their unique id. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceMap"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["RegistrarUnavailable"];
        };
    };
    deleteDeviceByBody: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The device. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NamedDevice"];
            };
        };
        responses: {
            200: components["responses"]["DeviceRemoved"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            404: components["responses"]["DeviceUnknown"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["NoDevice"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["RegistrarUnavailable"];
        };
    };
    getDevice: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The unique id of a device, as the list of devices has it, percent-encoded.
                 * @example urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0a001
                 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The device. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            404: components["responses"]["DeviceUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["RegistrarUnavailable"];
        };
    };
    deleteDevice: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The unique id of a device, as the list of devices has it, percent-encoded.
                 * @example urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0a001
                 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        /** @description The device, if the path cannot name it. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DeviceToRemove"];
            };
        };
        responses: {
            200: components["responses"]["DeviceRemoved"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            404: components["responses"]["DeviceUnknown"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["NoDevice"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["RegistrarUnavailable"];
        };
    };
    listDevicesOfAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The registered devices, keyed by their unique id. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceMap"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["RegistrarUnavailable"];
        };
    };
    deleteDeviceOfAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The unique id of a device, as the list of devices has it, percent-encoded.
                 * @example urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0a001
                 */
                uuid: components["parameters"]["Uuid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["DeviceUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["RegistrarUnavailable"];
        };
    };
    getProvisioning: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Any value. It tells an app from a link preview, and must be there unless the operator has set `PROVISIONING_HEADER` to `optional`, for apps before 5.3.
                 * @example 1
                 */
                "X-Linphone-Provisioning"?: components["parameters"]["AppHeader"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Document"];
            400: components["responses"]["NoApp"];
            429: components["responses"]["RateLimited"];
        };
    };
    getMyProvisioning: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description Any value. It tells an app from a link preview, and must be there unless the operator has set `PROVISIONING_HEADER` to `optional`, for apps before 5.3.
                 * @example 1
                 */
                "X-Linphone-Provisioning"?: components["parameters"]["AppHeader"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": components["schemas"]["ProvisioningDocument"];
                };
            };
            /** @description The request lacks `X-Linphone-Provisioning`, or its digest is for another request target. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    consumeProvisioning: {
        parameters: {
            query?: {
                /**
                 * @description Whatever its value, the account gets a new password, which is in the document alone. Everything that used the old one has to log in again.
                 * @example 1
                 */
                reset_password?: components["parameters"]["ResetPassword"];
            };
            header?: {
                /**
                 * @description Any value. It tells an app from a link preview, and must be there unless the operator has set `PROVISIONING_HEADER` to `optional`, for apps before 5.3.
                 * @example 1
                 */
                "X-Linphone-Provisioning"?: components["parameters"]["AppHeader"];
            };
            path: {
                /**
                 * @description The token of the link.
                 * @example aB3dE6gH9jK2m
                 */
                provisioning_token: components["parameters"]["ProvisioningToken"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Document"];
            400: components["responses"]["NoApp"];
            404: components["responses"]["LinkUnknown"];
            410: components["responses"]["LinkExpired"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAttachedProvisioning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The token of the device that wants to be logged in.
                 * @example k3VbN8xQ0mRtY5pLwZcD7sFgH2jA9uEi
                 */
                auth_token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Document"];
            404: components["responses"]["AuthTokenUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProvisioningQrCode: {
        parameters: {
            query?: {
                /**
                 * @description Whatever its value, the account gets a new password, which is in the document alone. Everything that used the old one has to log in again.
                 * @example 1
                 */
                reset_password?: components["parameters"]["ResetPassword"];
                /**
                 * @description The format of the image, in place of what `Accept` says.
                 * @example svg
                 */
                format?: "png" | "svg";
            };
            header?: never;
            path: {
                /**
                 * @description The token of the link.
                 * @example aB3dE6gH9jK2m
                 */
                provisioning_token: components["parameters"]["ProvisioningToken"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image. */
            200: {
                headers: {
                    /**
                     * @description The address that the QR code holds.
                     * @example https://sip.example.org/provisioning/aB3dE6gH9jK2m
                     */
                    "X-Qrcode-URL": string;
                    [name: string]: unknown;
                };
                content: {
                    "image/png": components["schemas"]["PngImage"];
                    "image/svg+xml": components["schemas"]["SvgImage"];
                };
            };
            404: components["responses"]["LinkUnknown"];
            410: components["responses"]["LinkExpired"];
            422: components["responses"]["InvalidQuery"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    provisionMe: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account, with the link's token. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    provisionAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account, with the link's token. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            /** @description The account is blocked; or the credentials are right, but those of no administrator who is activated. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendProvisioningEmail: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            /** @description The account has no e-mail address, or no link would let it in; or the credentials are right, but those of no administrator who is activated. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            404: components["responses"]["AccountUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listOwnContacts: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contacts, in the order of their ids. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contacts"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOwnContact: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The SIP address of a contact, with or without `sip:` in front.
                 * @example carol@sip.example.org
                 */
                sip: components["parameters"]["ContactSip"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contact. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            404: components["responses"]["ContactUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listContactCards: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what the client has. If that is still right, the answer is `304` without a body.
                 * @example "Zk9vQm6uYw1n0PzT3hXc7A"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contacts. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "text/vcard": components["schemas"]["ContactCards"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getContactCard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what the client has. If that is still right, the answer is `304` without a body.
                 * @example "Zk9vQm6uYw1n0PzT3hXc7A"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The SIP address of a contact, with or without `sip:` in front.
                 * @example carol@sip.example.org
                 */
                sip: components["parameters"]["ContactSip"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contact. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "text/vcard": components["schemas"]["ContactCards"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            404: components["responses"]["ContactUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listContacts: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contacts, in the order of their ids. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactAccounts"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getContact: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The id of the account that is the contact.
                 * @example 2
                 */
                contact_id: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contact. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["NoContact"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    addContact: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The id of the account that is the contact.
                 * @example 2
                 */
                contact_id: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ContactRefused"];
            /** @description There is no such account, or none of this id in its domain. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeContact: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The id of the account that is the contact.
                 * @example 2
                 */
                contact_id: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["NoContact"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    addContactsList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The id of a contacts list.
                 * @example 1
                 */
                contacts_list_id: components["parameters"]["ContactsListId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            /** @description The credentials are right, but the account is no administrator or not activated; a page of another site sends this; or the account has the list already. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            404: components["responses"]["NoListInDomain"];
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeContactsList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The id of a contacts list.
                 * @example 1
                 */
                contacts_list_id: components["parameters"]["ContactsListId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            /** @description The credentials are right, but the account is no administrator or not activated; a page of another site sends this; or the account does not have the list. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            404: components["responses"]["NoListInDomain"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listContactsLists: {
        parameters: {
            query?: {
                /**
                 * @description The domain whose lists are meant, that of whoever asks without it.
                 * @example sip.example.org
                 */
                domain?: string;
            };
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lists, in the order of their ids. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactsLists"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            /** @description The domain is none of the server. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createContactsList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The list. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewContactsList"];
            };
        };
        responses: {
            /** @description The new list. */
            201: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactsList"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            409: components["responses"]["IdempotencyKeyInUse"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ContactsListRefused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getContactsList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of a contacts list.
                 * @example 1
                 */
                contacts_list_id: components["parameters"]["ContactsListId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    ETag: components["headers"]["StateETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactsList"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["ListUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateContactsList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the state that the change is for, or several of them; `*` for any.
                 * @example "x3PZ5yLrRk2mXqv1"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of a contacts list.
                 * @example 1
                 */
                contacts_list_id: components["parameters"]["ContactsListId"];
            };
            cookie?: never;
        };
        /** @description Title and description. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactsListTexts"];
            };
        };
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    ETag: components["headers"]["StateETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactsList"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["ListUnknown"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ContactsListRefused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteContactsList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of a contacts list.
                 * @example 1
                 */
                contacts_list_id: components["parameters"]["ContactsListId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["ListUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    addContactToList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of a contacts list.
                 * @example 1
                 */
                contacts_list_id: components["parameters"]["ContactsListId"];
                /**
                 * @description The id of the account that is the contact.
                 * @example 2
                 */
                contact_id: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["ContactRefused"];
            /** @description There is no such list, or no such account in its domain. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeContactFromList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of a contacts list.
                 * @example 1
                 */
                contacts_list_id: components["parameters"]["ContactsListId"];
                /**
                 * @description The id of the account that is the contact.
                 * @example 2
                 */
                contact_id: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            /** @description There is no such list, or it has no such member. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listOwnVcards: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The vCards, keyed by their UIDs. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VcardMap"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createOwnVcard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Vcard"];
        responses: {
            /** @description The vCard, as it is kept. */
            201: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vcard"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["OwnVcardRefused"];
            409: components["responses"]["VcardExists"];
            413: components["responses"]["VcardTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["VcardInvalid"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOwnVcard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The UID of a vCard; of a `urn:uuid:` the UUID alone will do.
                 * @example urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6
                 */
                uid: components["parameters"]["VcardUid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Vcard"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            404: components["responses"]["VcardUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateOwnVcard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the state that the change is for, or several of them; `*` for any.
                 * @example "x3PZ5yLrRk2mXqv1"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The UID of a vCard; of a `urn:uuid:` the UUID alone will do.
                 * @example urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6
                 */
                uid: components["parameters"]["VcardUid"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Vcard"];
        responses: {
            200: components["responses"]["Vcard"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["OwnVcardRefused"];
            404: components["responses"]["VcardUnknown"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["VcardTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["VcardInvalid"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteOwnVcard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The UID of a vCard; of a `urn:uuid:` the UUID alone will do.
                 * @example urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6
                 */
                uid: components["parameters"]["VcardUid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            404: components["responses"]["VcardUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listVcards: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The vCards, keyed by their UIDs. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VcardMap"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createVcard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Vcard"];
        responses: {
            /** @description The vCard, as it is kept. */
            201: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vcard"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["VcardRefused"];
            404: components["responses"]["AccountUnknown"];
            409: components["responses"]["VcardExists"];
            413: components["responses"]["VcardTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["VcardInvalid"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getVcard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The UID of a vCard; of a `urn:uuid:` the UUID alone will do.
                 * @example urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6
                 */
                uid: components["parameters"]["VcardUid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["VcardOf"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["VcardUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateVcard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the state that the change is for, or several of them; `*` for any.
                 * @example "x3PZ5yLrRk2mXqv1"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The UID of a vCard; of a `urn:uuid:` the UUID alone will do.
                 * @example urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6
                 */
                uid: components["parameters"]["VcardUid"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Vcard"];
        responses: {
            200: components["responses"]["VcardOf"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["VcardRefused"];
            404: components["responses"]["VcardUnknown"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["VcardTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["VcardInvalid"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteVcard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The UID of a vCard; of a `urn:uuid:` the UUID alone will do.
                 * @example urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6
                 */
                uid: components["parameters"]["VcardUid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["VcardUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    downloadVcards: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what the client has. If that is still right, the answer is `304` without a body.
                 * @example "Zk9vQm6uYw1n0PzT3hXc7A"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The vCards. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "text/vcard": components["schemas"]["VcardText"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    downloadVcard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what the client has. If that is still right, the answer is `304` without a body.
                 * @example "Zk9vQm6uYw1n0PzT3hXc7A"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The UID of a vCard; of a `urn:uuid:` the UUID alone will do.
                 * @example urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6
                 */
                uid: components["parameters"]["VcardUid"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The vCard. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "text/vcard": components["schemas"]["VcardText"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            404: components["responses"]["VcardUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAuthToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthToken"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    attachAuthToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The token of the device that wants to be logged in.
                 * @example k3VbN8xQ0mRtY5pLwZcD7sFgH2jA9uEi
                 */
                token: components["parameters"]["AuthTokenInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The other device is let in. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            404: components["responses"]["AuthTokenUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createOwnApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": components["schemas"]["ApiKeyText"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAttachedApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The token of the device that wants to be logged in.
                 * @example k3VbN8xQ0mRtY5pLwZcD7sFgH2jA9uEi
                 */
                token: components["parameters"]["AuthTokenInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenApiKey"];
                };
            };
            404: components["responses"]["AuthTokenUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createPublicAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The account to create and the token that allows it. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPublicAccount"];
            };
        };
        responses: {
            /** @description The account exists. It waits for the code that was sent. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["MalformedBody"];
            /** @description Apps up to 5.3 are not served here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description A field is missing or breaks a rule, or the user name or phone number belongs to an account already; without `errors` the token is not good. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAccountInfoByPhone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A phone number in international format (E.164). No account has what is none.
                 * @example +33612345678
                 */
                phone: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The number has an account. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneInfo"];
                };
            };
            404: components["responses"]["NumberUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    recoverByPhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The number, and the token that allows it. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PhoneRecovery"];
            };
        };
        responses: {
            /** @description A PIN is on its way to the number. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            400: components["responses"]["MalformedBody"];
            404: components["responses"]["NumberUnknown"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description A field is missing or breaks a rule; without `errors` the token is not good. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    recoverAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The SIP address of an account, or its phone number in the place of the user name, with or without `sip:` in front.
                 * @example carol@sip.example.org
                 */
                sip: string;
                /**
                 * @description The PIN from the SMS.
                 * @example 4821
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account, with the hashes of its passwords. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveredAccount"];
                };
            };
            /** @description The code is right, but has expired. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description The code is wrong, or there is no such account, or it waits for no code; or apps up to 5.3 are not served here. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["TooManyTries"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /**
                 * @description The number of the page. Behind the last page there are empty ones.
                 * @example 1
                 */
                page?: number;
                /**
                 * @description How many entries make a page.
                 * @example 20
                 */
                per_page?: components["parameters"]["PerPage"];
                /**
                 * @description Only accounts whose username, display name, e-mail address or phone number contains this text, in any case, or whose `username@domain` does, if the text has an `@`. A SIP address may have a scheme, port and parameters. A
                 *     number may have spaces, dots, dashes and `00` for the `+`, or be as people dial it in their country: `06 12 34 56 78` finds +33612345678. A whole number, with or without `#` or `id:`
                 *     before it, also finds the account of this id. One or two characters find usernames, e-mail addresses and display names that begin with them; `@` and one letter find domains that do. An empty text matches all.
                 * @example bob
                 */
                search?: string;
                /**
                 * @description Only accounts in this domain.
                 * @example sip.example.org
                 */
                domain?: string;
                /**
                 * @description Only accounts that are activated, or only those that are not. A blocked one counts as what its `activated` says. `1` and `0` are understood too.
                 * @example true
                 */
                activated?: boolean;
                /**
                 * @description Only accounts that an administrator has blocked, or only those that nobody has. `1` and `0` are understood too.
                 * @example false
                 */
                blocked?: boolean;
                /**
                 * @description Only administrators, or only accounts that are none. `1` and `0` are understood too.
                 * @example false
                 */
                admin?: boolean;
                /**
                 * @description The order of the accounts: `oldest`, by id; `newest`, the opposite; `name`, by username, then by domain; `last_login`, whose owner logged in here last comes first, and who did not
                 *     within `LOGIN_HISTORY_DAYS` comes last, the newest first. A cursor is good for the order that it comes from. `name` and `last_login` with a `cursor` are refused: they change meanwhile.
                 * @example newest
                 */
                sort?: "oldest" | "newest" | "name" | "last_login";
                /**
                 * @description Where to go on, the `next_cursor` of the answer before. Empty to start.
                 * @example YTI
                 */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of accounts. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountPage"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            422: components["responses"]["InvalidQuery"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The account to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccount"];
            };
        };
        responses: {
            /** @description The account exists. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAccount"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            409: components["responses"]["IdempotencyKeyInUse"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description A field is missing or breaks a rule, or the username or phone number belongs to an account already. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAccounts: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The accounts to create. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkAccounts"];
            };
        };
        responses: {
            /** @description What became of each row. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResult"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            409: components["responses"]["IdempotencyKeyInUse"];
            /** @description The body is larger than 1 MiB. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            415: components["responses"]["UnsupportedMediaType"];
            /** @description There are no rows, or more than 1,000, or another field of the request breaks a rule. Faults within rows are answered with 200. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    ETag: components["headers"]["StateETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAccount"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the state that the change is for, or several of them; `*` for any.
                 * @example "x3PZ5yLrRk2mXqv1"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** @description The account as it is to be. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedAccount"];
            };
        };
        responses: {
            /** @description The account, as it is now. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    ETag: components["headers"]["StateETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAccount"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequiredAndLeft"];
            404: components["responses"]["AccountUnknown"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description A field breaks a rule. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequiredAndLeft"];
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys, the oldest first. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** @description What the key is called, and what it may do. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description The key, shown this once. */
            201: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeApiKey"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description A field is missing or breaks a rule, the account has a key of this name, or it has as many keys as it may. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The id of a key of this account.
                 * @example 7
                 */
                key_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            /** @description There is no such account, or it has no such key. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createConfirmationKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account, with its new key. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminAccount"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            /** @description There is no such account, or it does not wait to be activated. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendPasswordReset: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            /** @description The account has no e-mail address or is not activated, or the credentials are not those of an active administrator. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            404: components["responses"]["AccountUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendInvitation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            /** @description The account has no e-mail address, is deactivated or blocked, or waits for the code of its owner, or the credentials are not those of an active administrator. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            404: components["responses"]["AccountUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    activateAccountByGet: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ActivatedByAdmin"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            422: components["responses"]["NumberOfAnother"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    activateAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ActivatedByAdmin"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["NumberOfAnother"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deactivateAccountByGet: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["DeactivatedByAdmin"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequiredAndLeft"];
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deactivateAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["DeactivatedByAdmin"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequiredAndLeft"];
            404: components["responses"]["AccountUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    blockAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account, blocked. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequiredAndLeft"];
            404: components["responses"]["AccountUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    unblockAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account, not blocked. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAccountBySip: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The SIP address, with or without `sip:`.
                 * @example carol@sip.example.org
                 */
                sip: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["FoundAccount"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            /** @description There is no account with this SIP address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAccountByEmail: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The e-mail address.
                 * @example carol@example.org
                 */
                email: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["FoundAccount"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            /** @description There is no account with this e-mail address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSpaces: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The spaces, in the order of their domains. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpaceList"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSpace: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The SIP domain.
                 * @example sip.example.org
                 */
                domain: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The space. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Space"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            /** @description There is no such space. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDictionary: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries, by their keys. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dictionary"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteDictionary: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDictionaryEntry: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The key, percent-encoded.
                 * @example floor
                 */
                key: components["parameters"]["Key"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entry. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DictionaryEntry"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["EntryUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    setDictionaryEntry: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The key, percent-encoded.
                 * @example floor
                 */
                key: components["parameters"]["Key"];
            };
            cookie?: never;
        };
        /** @description The text. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["DictionaryEntry"];
            };
        };
        responses: {
            /** @description The entry, as it is kept. */
            201: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DictionaryEntry"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description The text is missing or breaks a rule, or the account has as many entries as it may. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteDictionaryEntry: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The key, percent-encoded.
                 * @example floor
                 */
                key: components["parameters"]["Key"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["EntryUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAccountTypes: {
        parameters: {
            query?: {
                /**
                 * @description The domain of the space. Without it that of your account is meant.
                 * @example sip.example.org
                 */
                domain?: components["parameters"]["SpaceDomain"];
            };
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The types, in the order of their ids. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountTypeList"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            422: components["responses"]["SpaceUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAccountType: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The type. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccountType"];
            };
        };
        responses: {
            /** @description The type. */
            201: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountType"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            409: components["responses"]["IdempotencyKeyInUse"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidType"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAccountType: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of a type.
                 * @example 5
                 */
                type_id: components["parameters"]["TypeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Type"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["TypeUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateAccountType: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the state that the change is for, or several of them; `*` for any.
                 * @example "x3PZ5yLrRk2mXqv1"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of a type.
                 * @example 5
                 */
                type_id: components["parameters"]["TypeId"];
            };
            cookie?: never;
        };
        /** @description The key. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountTypeKey"];
            };
        };
        responses: {
            200: components["responses"]["Type"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["TypeUnknown"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidType"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteAccountType: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of a type.
                 * @example 5
                 */
                type_id: components["parameters"]["TypeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["TypeUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    addTypeToAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The id of a type.
                 * @example 5
                 */
                type_id: components["parameters"]["TypeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            /** @description The credentials are right, but the account is no administrator or not activated; a page of another site sends this; or the account has the type already. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            404: components["responses"]["AccountOrTypeUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeTypeFromAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The id of a type.
                 * @example 5
                 */
                type_id: components["parameters"]["TypeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            /** @description The credentials are right, but the account is no administrator or not activated; a page of another site sends this; or the account does not have the type. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            404: components["responses"]["AccountOrTypeUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAccountActions: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The actions, in the order of their ids. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountActionList"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequiredAndDtmf"];
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAccountAction: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** @description The action. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccountAction"];
            };
        };
        responses: {
            /** @description The action. */
            201: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountAction"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequiredAndDtmf"];
            404: components["responses"]["AccountUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidAction"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAccountAction: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The id of an action.
                 * @example 8
                 */
                action_id: components["parameters"]["ActionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Action"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequiredAndDtmf"];
            404: components["responses"]["ActionUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateAccountAction: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the state that the change is for, or several of them; `*` for any.
                 * @example "x3PZ5yLrRk2mXqv1"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The id of an action.
                 * @example 8
                 */
                action_id: components["parameters"]["ActionId"];
            };
            cookie?: never;
        };
        /** @description The action, as it is to be. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccountAction"];
            };
        };
        responses: {
            200: components["responses"]["Action"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequiredAndDtmf"];
            404: components["responses"]["ActionUnknown"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidAction"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteAccountAction: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
                /**
                 * @description The id of an action.
                 * @example 8
                 */
                action_id: components["parameters"]["ActionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequiredAndDtmf"];
            404: components["responses"]["ActionUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportMe: {
        parameters: {
            query?: {
                /**
                 * @description Where to go on, the `next_cursor` of the answer before. Empty to start.
                 * @example YTI
                 */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document, to be saved as a file. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Content-Disposition": components["headers"]["Attachment"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountExport"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["NotActivated"];
            422: components["responses"]["InvalidQuery"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportAccount: {
        parameters: {
            query?: {
                /**
                 * @description Where to go on, the `next_cursor` of the answer before. Empty to start.
                 * @example YTI
                 */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document, to be saved as a file. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    "Content-Disposition": components["headers"]["Attachment"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountExport"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            422: components["responses"]["InvalidQuery"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getExternalAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["External"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["NoExternal"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    setExternalAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** @description The external account. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewExternalAccount"];
            };
        };
        responses: {
            200: components["responses"]["External"];
            /** @description It was made. */
            201: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalAccount"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description A field is missing or breaks a rule, or another account of the space has this external account. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteExternalAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["NoExternal"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeSecondFactor: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            /** @description There is no such account, or it has no second factor. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPhoneCountries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The countries, in the order of their codes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneCountryList"];
                };
            };
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    activatePhoneCountry: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The code of the country (ISO 3166-1 alpha-2), in any case.
                 * @example FR
                 */
                country: components["parameters"]["Country"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["CountryUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deactivatePhoneCountry: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The code of the country (ISO 3166-1 alpha-2), in any case.
                 * @example FR
                 */
                country: components["parameters"]["Country"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["CountryUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listLogins: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The log-ins of the account. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Logins"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteLoginDelay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of an account.
                 * @example 3
                 */
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["AccountUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /**
                 * @description Only those to this account, by its id or its SIP address.
                 * @example carol@sip.example.org
                 */
                account?: string;
                /**
                 * @description Only those to this e-mail address or phone number.
                 * @example carol@example.org
                 */
                to?: string;
                /**
                 * @description Only those by this channel.
                 * @example email
                 */
                channel?: components["schemas"]["MessageChannel"];
                /**
                 * @description Only those of this kind.
                 * @example activation
                 */
                kind?: components["schemas"]["MessageKind"];
                /**
                 * @description Only those in this state.
                 * @example failed
                 */
                state?: components["schemas"]["MessageState"];
                /**
                 * @description Only those of this time or later.
                 * @example 2026-07-01T00:00:00.000000Z
                 */
                since?: string;
                /**
                 * @description Only those of before this time.
                 * @example 2026-08-01T00:00:00.000000Z
                 */
                until?: string;
                /**
                 * @description How many entries make a page.
                 * @example 20
                 */
                per_page?: components["parameters"]["PerPage"];
                /**
                 * @description Where to go on, the `next_cursor` of the answer before. Empty to start.
                 * @example YTI
                 */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of messages. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            422: components["responses"]["InvalidQuery"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /**
                 * @description Only what was done to this account, by its id or its SIP address. It need not exist any more.
                 * @example carol@sip.example.org
                 */
                account?: string;
                /**
                 * @description Only what this account did, by its id or, as long as it exists, its SIP address.
                 * @example 1
                 */
                actor?: string;
                /**
                 * @description Only this action.
                 * @example deactivateAccount
                 */
                action?: components["schemas"]["AuditAction"];
                /**
                 * @description Only what was done at this time or later.
                 * @example 2026-07-01T00:00:00.000000Z
                 */
                since?: string;
                /**
                 * @description Only what was done before this time.
                 * @example 2026-08-01T00:00:00.000000Z
                 */
                until?: string;
                /**
                 * @description How many entries make a page.
                 * @example 20
                 */
                per_page?: components["parameters"]["PerPage"];
                /**
                 * @description Where to go on, the `next_cursor` of the answer before. Empty to start.
                 * @example YTI
                 */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the audit log. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            422: components["responses"]["InvalidQuery"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /**
                 * @description The domain of the space. Without it that of your account is meant.
                 * @example sip.example.org
                 */
                domain?: components["parameters"]["SpaceDomain"];
            };
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhooks, the oldest first. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            422: components["responses"]["SpaceUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The webhook. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description The webhook, with its secret. */
            201: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeWebhook"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            409: components["responses"]["IdempotencyKeyInUse"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidWebhook"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of a webhook.
                 * @example 3
                 */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Webhook"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["WebhookUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the state that the change is for, or several of them; `*` for any.
                 * @example "x3PZ5yLrRk2mXqv1"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of a webhook.
                 * @example 3
                 */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        /** @description The webhook. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedWebhook"];
            };
        };
        responses: {
            200: components["responses"]["Webhook"];
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["WebhookUnknown"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["InvalidWebhook"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of a webhook.
                 * @example 3
                 */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["WebhookUnknown"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of a webhook.
                 * @example 3
                 */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Delivery"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["WebhookUnknown"];
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /**
                 * @description Only those in this state.
                 * @example failed
                 */
                state?: components["schemas"]["DeliveryState"];
                /**
                 * @description How many entries make a page.
                 * @example 20
                 */
                per_page?: components["parameters"]["PerPage"];
                /**
                 * @description Where to go on, the `next_cursor` of the answer before. Empty to start.
                 * @example YTI
                 */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
            };
            path: {
                /**
                 * @description The id of a webhook.
                 * @example 3
                 */
                webhook_id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    "Authentication-Info": components["headers"]["Authentication-Info"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            404: components["responses"]["WebhookUnknown"];
            422: components["responses"]["InvalidQuery"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The SIP address of the account that the request authenticates as. It picks the algorithms of the digest challenge; with an API key it is optional.
                 * @example sip:bob@sip.example.org
                 */
                From?: components["parameters"]["From"];
                /**
                 * @description A key that is new for each request, such as a UUID. The same request with the same key within a day is not done again: it gets the first answer. A request that was refused leaves its key free.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The id of a webhook.
                 * @example 3
                 */
                webhook_id: components["parameters"]["WebhookId"];
                /**
                 * @description The id of a delivery.
                 * @example 42
                 */
                delivery_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Delivery"];
            400: components["responses"]["OtherTarget"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AdminRequired"];
            /** @description There is no such webhook, or it has no such delivery. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            409: components["responses"]["IdempotencyKeyInUse"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            503: components["responses"]["Unavailable"];
        };
    };
}
