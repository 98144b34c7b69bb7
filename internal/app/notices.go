package app

import (
	"context"
	"time"

	"continuum/internal/account"
	"continuum/internal/account/perimeter"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/labelling"
	"continuum/internal/member"
	"continuum/internal/notice"
	"continuum/internal/store"
)

// noticesEvery is how often it is looked whether something is to be told or sent.
const noticesEvery = time.Minute

// notices tells people what the calendar brings, once a day, and queues their mails when
// they are due, until ctx ends. Several servers may do it at once: nobody is told twice.
func (a *App) notices(ctx context.Context) {
	tick := time.NewTicker(noticesEvery)
	defer tick.Stop()
	var told date.Day
	for {
		if cat := a.current.Load(); cat != nil {
			today := date.Today(a.config.Now())
			if told != today {
				a.expire(ctx)
				if n, err := a.tell(ctx, cat, today); err == nil {
					told = today
					a.log.Info("people were told what the calendar brings", "notices", n)
				} else if ctx.Err() == nil {
					a.log.Error("people can't be told what the calendar brings", "err", err)
				}
			}
		}
		if a.config.Mailing.SMTP != "" && a.config.BaseURL != "" {
			if _, err := a.store.MailNotices(ctx, a.config.BaseURL, geo.Clock("")); err != nil && ctx.Err() == nil {
				a.log.Error("notices can't be mailed", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// tell tells what the day brings: labels and agreements that end, reports and dossiers to hand in.
func (a *App) tell(ctx context.Context, cat *catalog.Catalog, today date.Day) (int, error) {
	followed, err := a.store.LabelsFollowed(ctx)
	if err != nil {
		return 0, err
	}
	agreements, err := a.store.Agreements(ctx)
	if err != nil {
		return 0, err
	}
	reports, err := a.store.AllReports(ctx)
	if err != nil {
		return 0, err
	}
	n, err := a.store.Tell(ctx, alerts(cat, followed, reports, agreements, today)...)
	if err != nil {
		return n, err
	}
	more, err := a.store.TellDeadlines(ctx)
	return n + more, err
}

// expire erases personal data that has been kept long enough.
func (a *App) expire(ctx context.Context) {
	gone, err := a.store.Expire(ctx, a.config.Keep)
	switch {
	case err == nil:
		a.log.Info("what was kept long enough is erased", "reports", gone.Reports, "people", gone.People, "invitations", gone.Invitations, "contacts", gone.Contacts, "bookings", gone.Bookings, "notices", gone.Notices, "mails", gone.Mails)
	case ctx.Err() == nil:
		a.log.Error("what was kept long enough can't be erased", "err", err)
	}
}

// alerts is the news of a day about every campus. The end of an agreement that a campus
// keeps goes before that of the membership.
func alerts(cat *catalog.Catalog, followed map[campus.LabelID]notice.Followed, reports map[campus.LabelID][]labelling.Report, agreements []store.Agreement, today date.Day) (list []notice.News) {
	ends := make(map[member.Seat]date.Date, len(agreements))
	for _, x := range agreements {
		ends[x.Seat] = x.Until
	}
	for i := range cat.Campuses {
		cam := &cat.Campuses[i]
		w := &notice.Watched{
			ID: cam.ID, Slug: cam.Slug, Name: cam.Name, Labels: cam.Labels, Followed: followed, Reports: reports,
			Scopes: append(perimeter.Of(cat, account.Scope{Kind: account.CampusScope, ID: string(cam.ID)}), account.Country),
		}
		for j := range cam.Members {
			m := &cam.Members[j]
			v := notice.Convention{ID: m.Membership.ID, Member: m.Organisation.Name, Until: m.Membership.Valid.Until}
			if end, kept := ends[member.Seat{Campus: cam.ID, Organisation: m.Organisation.ID}]; kept {
				if !m.Membership.Valid.Contains(today) {
					continue // it has left
				}
				v.ID, v.Until = "agreement/"+string(cam.ID)+"/"+string(m.Organisation.ID), end
			}
			w.Members = append(w.Members, v)
		}
		list = append(list, notice.Alerts(w, today)...)
	}
	return list
}
