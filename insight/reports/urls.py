from django.urls import path

from insight.reports import views, views_released, views_settings

HERE = "einblick/bericht/"

urlpatterns = [
    path(HERE, views.ReportsView.as_view(), name="reports"),
    path(f"{HERE}neu/", views.NewReportView.as_view(), name="new_report"),
    path(f"{HERE}<int:pk>/", views.ReportDraftView.as_view(), name="report"),
    path(f"{HERE}<int:pk>/bearbeiten/", views.EditDraftView.as_view(), name="edit_report"),
    path(f"{HERE}<int:pk>/freigeben/", views.ReleaseView.as_view(), name="release_report"),
    path(f"{HERE}<int:pk>/loeschen/", views.DeleteDraftView.as_view(), name="delete_report"),
    path(f"{HERE}<int:pk>/bericht.pdf", views.DraftPdfView.as_view(), name="report_pdf"),
    path(f"{HERE}<int:pk>/zahlen.csv", views.DraftCsvView.as_view(), name="report_csv"),
    path(f"{HERE}<int:pk>/neue-ausgabe/", views.NewEditionView.as_view(), name="new_edition"),
    path(f"{HERE}einstellungen/<int:pk>/", views_settings.SettingView.as_view(), name="report_setting"),
    path(
        f"{HERE}einstellungen/<int:pk>/loeschen/",
        views_settings.DeleteSettingView.as_view(),
        name="delete_report_setting",
    ),
    path("berichte/", views_released.ReleasedReportsView.as_view(), name="released_reports"),
    path(
        "berichte/<int:pk>-<slug:slug>/", views_released.ReleasedReportView.as_view(), name="released_report"
    ),
    path(
        "berichte/<int:pk>-<slug:slug>/bericht.pdf",
        views_released.ReleasedPdfView.as_view(),
        name="released_pdf",
    ),
    path(
        "berichte/<int:pk>-<slug:slug>/zahlen.csv",
        views_released.ReleasedCsvView.as_view(),
        name="released_csv",
    ),
]
