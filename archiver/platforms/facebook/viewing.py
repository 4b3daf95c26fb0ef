"""What answers hold for whoever is signed in: themselves, whom they know, and tokens that are theirs alone.

None of it is of the account that is looked at. A copy that is handed over shows nothing of it.
"""

OF_VIEWER = frozenset(
    (
        # themselves
        "CurrentUserInitialData CurrentBusinessUser viewer viewer_actor viewer_current_actor current_actor "
        # what was written for them
        "encrypted_tracking encrypted_click_tracking tracking trackingdata click_tracking_linkshim_cb "
        # whom they know, and might
        "facepile_profiles important_reactors friends_who_reacted mutual_friends social_context "
        "people_you_may_know "
        # their own feed, messages and notices
        "news_feed chat_sidebar_contact_rankings message_threads notifications notif_badge_count"
    ).split()
)
