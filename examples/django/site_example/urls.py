from django.urls import path

from roster.views import webhook

urlpatterns = [path("rentree/webhook", webhook)]
